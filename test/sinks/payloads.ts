import { canParse, foreignMarkup } from '../reports/markdown-tree.ts'

/** What somebody outside may write into a name, a tag, a label or an error to have a sink do something. */
export const payloads: readonly string[] = [
  '[Show details](command:workbench.action.terminal.new?%7B%7D)',
  '[docs](https://evil.example/login "ghcr.io")',
  '](command:workbench.action.quit) [x',
  '![a](https://evil.example/pixel.png)',
  ')![a](https://evil.example/pixel.png',
  '<img src=https://evil.example/p.png><a href="command:x">y</a>',
  '<command:workbench.action.terminal.new> <https://evil.example>',
  'https://evil.example/auto www.evil.example me@evil.example',
  '[x]: command:workbench.action.quit\n\n[x] and [x][x]',
  '``` `[a](command:b)` ```` [a](command:b) ``',
  '\\\\|[a](command:b)|\\|[c](command:d)',
  '\\[a](command:b) \\\\[a](command:b)',
  '$(alert) $(sync~spin) $(trash)',
  '\u001b[31mred\u001b[0m\u001b]0;title\u0007\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
  '\u009b31m\u009d0;title\u009c\u0090q\u0085next',
  'a\u202egpj.exe\u202c\u2066b\u2069\u061c\u200e\u200f',
  'gh\u200bcr\u200c.\u200dio\u2060\ufeff\u00ad\u{e0041}\u180e',
  'a\r\n::error::forged\r::set-output name=x::y\n  ::stop-commands::t',
  '::set-env name=PATH::/tmp/evil ##[set-env name=x]y ##vso[task.setvariable variable=x]y ##teamcity[x]',
  '%0A::add-mask::x,file=a%0D%0A]]><failure/>&lt;&#x1b;',
  'a\u2028b\u2029c\u0000d\u0008\u0008\u0008e\ud800f\udc00',
  '"},"x":{"y":"\\u001b[2J"}]}',
]

const hidden = /(?![\t\n])[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

/** What is wrong with a text that a terminal or the log of a CI run gets. `isOwn` says which commands are ours. */
export function terminalFaults(
  text: string,
  isOwn: (line: string) => boolean = () => false,
): readonly string[] {
  return text.split('\n').flatMap(line => [
    // Our own colours.
    ...found(
      /./u.test(line) && hidden.test(line.replace(/\u001b\[(?:31|32|33|34|39|1|2|22)m/g, '')),
      'hidden character',
      line,
    ),
    ...found(/^\s*::/.test(line) && !isOwn(line), 'workflow command', line),
    ...found(/##\w*\[/.test(line), 'workflow command', line),
  ])
}

/** What is wrong with a text that an editor shows as a message, a status, a title or a label. */
export function messageFaults(text: string): readonly string[] {
  return [
    ...found(hidden.test(text), 'hidden character', text),
    // VS Code's `parseLinkedText`, and wider: Markdown's links and references.
    ...found(/\[[^\]]*\][([:]/.test(text), 'link', text),
    ...found(/\$\([a-z0-9-]+(?:~[a-z]+)?\)/i.test(text), 'icon', text),
  ]
}

/** What is wrong with Markdown that an editor or a forge renders: a link that is none of ours, an image, HTML. */
export function markdownFaults(markdown: string, isOurs: (url: string) => boolean): readonly string[] {
  const faults = [
    ...found(hidden.test(markdown), 'hidden character', markdown),
    // As a reader's program sees it, where that is installed.
    ...(canParse ? foreignMarkup(markdown, isOurs) : []),
  ]
  for (const block of blocksOf(markdown)) {
    const text = withoutCode(block)
    const bare = text.replace(/(?<!!)\[(?:[^[\]\\]|\\.)*\]\(([^()\s\\]*)\)/g, (link, url: string) =>
      isOurs(url) ? '' : link,
    )
    faults.push(
      ...found(/(?<!\\)(?:\\\\)*\](?=[([:])/.test(bare.replace(/\\[[\]()]/g, '')), 'link', block),
      ...found(/!\[/.test(bare), 'image', block),
      ...found(/</.test(bare.replace(/\\</g, '')), 'HTML', block),
      ...found(/(?:https?|command|file|data):(?!\s|$)|www\.\w|@\w+\.\w/i.test(bare), 'address', block),
    )
  }
  return faults
}

/** What ends a code span: a block, and in a table a cell. Fenced blocks are left out. */
function blocksOf(markdown: string): readonly string[] {
  const unfenced = markdown.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
  return unfenced
    .split(/\n\n|\n(?=[-|#])/)
    .flatMap(block =>
      block.startsWith('|')
        ? block
            .replace(/(\\*)\|/g, (bar, slashes: string) => (slashes.length % 2 ? bar : `${slashes}\u0001`))
            .split('\u0001')
        : [block],
    )
}

/** A block without its code spans, read as CommonMark reads them; a backslash outside of them takes the next character. */
function withoutCode(block: string): string {
  let rest = ''
  for (let at = 0; at < block.length; ) {
    const [run = ''] = /^`+/.exec(block.slice(at)) ?? []
    if (run !== '') {
      const close = new RegExp(`(?<!\`)${run}(?!\`)`, 'g')
      close.lastIndex = at + run.length
      const end = close.exec(block)
      at = end ? end.index + run.length : at + run.length
      rest += end ? ' ' : run
    } else {
      const taken = block[at] === '\\' ? 2 : 1
      rest += block.slice(at, at + taken)
      at += taken
    }
  }
  return rest
}

function found(isThere: boolean, what: string, text: string): readonly string[] {
  return isThere ? [`${what}: ${JSON.stringify(text.slice(0, 300))}`] : []
}

/** Halves of surrogate pairs as the replacement character: no JSON, no file name can hold them. */
export function wellFormed(text: string): string {
  return Buffer.from(text).toString('utf8')
}
