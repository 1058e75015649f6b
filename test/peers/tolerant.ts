import { isDeeplyNested } from '../../server/src/text/is-deeply-nested.ts'
import { readTolerantly } from '../../server/src/text/read-tolerantly.ts'
import { readDocuments } from '../../server/src/text/yaml.ts'
import { brokenTexts } from './broken-texts.ts'
import { attempt, isThrown, type Suite } from './suite.ts'

/** Broken texts through the reader that must never throw. */
export const tolerantSuite: Suite = {
  name: 'tolerant',
  mark: 73_017,
  *rows(folder) {
    for (const { id, text } of brokenTexts(folder)) {
      const read = attempt(() => {
        for (const { comments } of readDocuments(text)) comments.length
        // Also where go-yaml reads it: what it accepts today it may refuse after the next key.
        if (!isDeeplyNested(text)) readTolerantly(text, 0, { span: [0, 0], message: '' })
      })
      yield isThrown(read) ? { id, ok: false, ours: read, theirs: text } : { id, ok: true }
    }
  },
}
