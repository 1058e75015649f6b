import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { fleet } from './fleet.ts'
import { cluster, pod, shapes } from './shapes.ts'

const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0

describe('onboard', () => {
  test('shapes of manifests: each is marked, accepted, silent, and updated when a tag is added', async t => {
    // Each shape with an image of its own, in a folder of its own.
    const all = shapes.map(({ file = 'app.yaml', image = 'ghcr.io/acme/api', ...shape }, at) => {
      const named = (text: string) =>
        text.replaceAll('acme/api', `acme/api${at}`).replaceAll(':api', `:api${at}`)
      return {
        ...shape,
        at,
        file: `apps/${at}/${file}`,
        image: image.includes('charts') ? image : named(image),
        text: named(shape.text),
        ...(shape.beside === undefined ? {} : { beside: named(shape.beside) }),
        marked: named(shape.marked).replaceAll('CHART', `:api-chart${at}`),
        next: named(shape.next),
      }
    })
    const files = Object.fromEntries(
      all.flatMap(({ at, file, text, beside }) => [
        [file, text],
        ...(beside === undefined ? [] : [[`apps/${at}/web.yaml`, beside]]),
      ]),
    )
    const { json, read, addTag, git, build } = fleet(t, { ...cluster, ...files })
    const built = () =>
      new Map(['flux', ...all.map(({ at }) => `apps/${at}`)].map(path => [path, build(path)]))
    const before = hasKubectl ? built() : undefined
    const made = new Map<string, string>()
    for (const { what, file, image, marked } of all) {
      const line =
        read(file)
          .split('\n')
          .findIndex(text => /1\.2\.4/.test(text)) + 1
      const { code, answer } = await json('onboard', `${file}:${line}`, '--apply')
      assert.equal(code, 0, what)
      assert.deepEqual(
        [answer.image, answer.current, answer.sure, answer.selects],
        [image, '1.2.4', true, '1.2.4'],
        what,
      )
      made.set(what, answer.setter)
      assert.ok(read(file).includes(marked.replaceAll('SETTER', answer.setter)), `${what}: ${read(file)}`)
    }
    const names = [...made.values()].map(setter => setter.replace('flux-system:', ''))
    const changed = git('status', '--porcelain', '-uall').split('\n').filter(Boolean)
    assert.deepEqual(
      changed.map(line => line.slice(3)).toSorted(),
      [
        ...all.map(({ file }) => file),
        ...new Set(names.map(name => `flux/images/${name}.yaml`)),
        'flux/kustomization.yaml',
      ].toSorted(),
    )
    if (before) {
      const after = built()
      const added = (path: string) => after.get(path)?.filter(one => !before.get(path)?.includes(one)) ?? []
      const lost = [...before].flatMap(([path, objects]) =>
        objects.filter(one => !after.get(path)?.includes(one)),
      )
      assert.deepEqual(lost, [], 'what was built before is built as it was')
      for (const { at, what } of all) {
        assert.deepEqual(added(`apps/${at}`), [], what)
        assert.match(
          after.get(`apps/${at}`)?.join('\n') ?? '',
          /1\.2\.4|@sha256:/,
          `${what}: the image is built`,
        )
      }
      const kinds = added('flux').map(one =>
        /^kind: (.*)$[\s\S]*^ {2}name: (.*)$/m.exec(one)?.slice(1).join(' '),
      )
      assert.deepEqual(
        kinds.toSorted(),
        [...new Set(names)].flatMap(name => [`ImagePolicy ${name}`, `ImageRepository ${name}`]).toSorted(),
      )
    } else t.diagnostic('what kustomize builds was not compared: apt-get install -y kubernetes-client')
    assert.match(read('flux/kustomization.yaml'), /- images\/web\.yaml\n {2}- images\/api0\.yaml\n/)
    assert.match(read('flux/images/api0.yaml'), /interval: 7m\n {2}secretRef:\n {4}name: ghcr\n---/)
    const { answer: checked } = await json('check')
    assert.deepEqual(
      checked.diagnostics.filter(({ severity }: { severity: string }) => severity !== 'hint'),
      [],
    )
    for (const { what, file } of all) {
      const line =
        read(file)
          .split('\n')
          .findIndex(text => text.includes(made.get(what) ?? '')) + 1
      const { answer } = await json('explain', `${file}:${line}`)
      assert.deepEqual(
        answer.links.filter(({ ok }: { ok: boolean | null }) => ok !== true),
        [],
        what,
      )
    }
    const { answer: now } = await json('simulate', 'flux-system:apps')
    assert.deepEqual(now.changes, [])
    for (const { image } of all) addTag(image, '1.2.9')
    const { answer: later } = await json('simulate', 'flux-system:apps')
    for (const { what, file, next } of all) {
      const diff = later.files.find((one: { file: string }) => one.file === file)?.diff ?? ''
      assert.ok(diff.includes(next), `${what}: ${diff}`)
    }
  })

  test('an image that has a policy gets its marker back', async t => {
    const { json, git } = fleet(t, {
      ...cluster,
      'apps/app.yaml': pod('          image: ghcr.io/acme/web:1.0.0\n'),
    })
    const { answer } = await json('onboard', 'apps/app.yaml:13', '--apply')
    assert.equal(answer.setter, 'flux-system:web')
    assert.equal(git('diff', '--numstat').trim(), '1\t1\tapps/app.yaml')
    assert.equal(git('status', '--porcelain', '-uall').trim(), 'M apps/app.yaml')
  })

  test('what stands behind a misspelt marker is no image without one, and the user is told', async t => {
    const { run } = fleet(t, {
      ...cluster,
      'apps/app.yaml': pod('          image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "web"}\n'),
    })
    const misspelt = await run('onboard', 'apps/app.yaml:13')
    assert.equal(misspelt.code, 2)
    assert.match(misspelt.err, /app\.yaml:13: the marker on this line is misspelt; "fluxmark check" says how/)
  })

  test('the list names images below an automation’s path that have no marker, and no others', async t => {
    const { json } = fleet(t, {
      ...cluster,
      'apps/app.yaml': pod(
        '          image: nginx:1.27.0-alpine\n        - name: web\n          image: ghcr.io/acme/web:1.0.0 # {"$imagepolicy": "flux-system:web"}\n        - name: mistaken\n          image: ghcr.io/acme/api:1.2.3 # {"$imagepolicy": "web"}\n',
      ),
      'apps/chart/Chart.yaml': 'name: other\n',
      'apps/chart/values.yaml': 'image: {repository: docker.io/acme/other, tag: 1.0.0}\n',
      'apps/made.yaml': `# This file is generated. DO NOT EDIT.\n${pod('          image: ghcr.io/acme/made:1.0.0\n')}`,
      'other/app.yaml': pod('          image: ghcr.io/acme/api:1.2.3\n'),
    })
    const { answer } = await json('onboard', '--list')
    assert.deepEqual(
      answer.map(({ image, current, file, line, automation }: Record<string, unknown>) => [
        image,
        current,
        file,
        line,
        automation,
      ]),
      [['nginx', '1.27.0-alpine', 'apps/app.yaml', 13, 'flux-system:apps']],
    )
    const { answer: all } = await json('onboard', '--list', '--all')
    assert.deepEqual(
      all.map(({ file, leftAlone }: Record<string, unknown>) => [file, leftAlone]),
      [
        ['apps/app.yaml', null],
        [
          'apps/chart/values.yaml',
          'it is of the chart in apps/chart: what is released with the chart is not updated beside it',
        ],
        ['apps/made.yaml', 'the file says that a program writes it'],
        ['other/app.yaml', 'no ImageUpdateAutomation has a path around it'],
      ],
    )
  })

  test('a proposal says what it selects after the next patch, minor and major', async t => {
    const { json, run } = fleet(t, {
      ...cluster,
      'apps/app.yaml': pod('          image: ghcr.io/acme/api:1.2.3\n'),
    })
    const { answer } = await json('onboard', 'apps/app.yaml:13')
    assert.deepEqual(answer.next, [
      { step: 'patch', tag: '1.2.5', selects: '1.2.5' },
      { step: 'minor', tag: '1.3.0', selects: '1.3.0' },
      { step: 'major', tag: '2.0.0', selects: '1.2.4' },
    ])
    const { out } = await run('onboard', 'apps/app.yaml:13')
    assert.match(out, /^ {2}after the next major, 2\.0\.0 +1\.2\.4 as before$/m)
  })

  test('a policy is replaced by a proposal: pattern, extract, range and order alone', async t => {
    const policy = (spec: string) =>
      `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata:
  name: api
  namespace: flux-system
  labels: {team: a} # stays
spec:
  imageRepositoryRef: {name: api}
${spec}  # stays, too
  digestReflectionPolicy: Never
`
    const repository = cluster['flux/images/web.yaml']
      ?.split('---')[0]
      ?.replaceAll('web', 'api')
      .concat('---\n')
    const cases = [
      [
        '  policy:\n    semver: {range: "*"} # why\n',
        '1.2.3',
        '  policy:\n    semver: {range: "1.x"} # why\n',
      ],
      [
        '  filterTags:\n    pattern: .*\n    extract: $x\n  policy:\n    alphabetical: {}\n',
        '1.2.3',
        "  policy:\n    semver:\n      range: '1.x'\n",
      ],
      [
        '  policy:\n    alphabetical:\n      order: asc\n',
        '1.2.3-alpine',
        "  policy:\n    semver:\n      range: '1.x'\n  # stays, too\n  digestReflectionPolicy: Never\n  filterTags:\n    pattern: '^(?P<version>\\d+\\.\\d+\\.\\d+)-alpine$'\n    extract: '$version'\n",
      ],
    ] as const
    for (const [before, tag, after] of cases) {
      const { run, json, read, git } = fleet(t, {
        ...cluster,
        'flux/kustomization.yaml': `${cluster['flux/kustomization.yaml']}  - images/api.yaml\n`,
        'flux/images/api.yaml': repository + policy(before),
        'apps/app.yaml': pod(
          `          image: ghcr.io/acme/api:${tag} # {"$imagepolicy": "flux-system:api"}\n`,
        ),
      })
      const { code, answer } = await json('onboard', '--replace', 'flux-system:api', '--apply')
      assert.deepEqual([code, answer.sure], [0, true], answer.why)
      assert.equal(git('status', '--porcelain').trim(), 'M flux/images/api.yaml')
      const text = read('flux/images/api.yaml')
      assert.ok(text.includes(after), text)
      assert.ok(text.includes('{team: a} # stays\n') && text.includes('# stays, too\n'))
      const { answer: again } = await json('onboard', '--replace', 'flux-system:api')
      assert.deepEqual(again.edits, [])
      assert.match(
        (await run('onboard', '--replace', 'flux-system:api')).out,
        /\n\nThere is nothing to write\.\n$/,
      )
    }
  })

  test('where nothing reaches the file, an automation is made', async t => {
    const { json, read } = fleet(t, {
      ...cluster,
      'other/app.yaml': pod('          image: nginx:1.27.0-alpine\n'),
    })
    const { answer } = await json('onboard', 'other/app.yaml:13', '--apply')
    assert.match(answer.why, /No ImageUpdateAutomation of flux-system reaches this file/)
    assert.match(read('flux/automation-other.yaml'), /path: \.\/other\n/)
    assert.match(read('flux/kustomization.yaml'), /- automation-other\.yaml/)
    const { answer: explained } = await json('explain', 'other/app.yaml:13')
    assert.deepEqual(
      explained.links.filter(({ ok }: { ok: boolean | null }) => ok !== true),
      [],
    )
    const { answer: updated } = await json('update', '--dry-run')
    assert.deepEqual(
      updated.changes.map(({ new: value }: { new: string }) => value),
      ['nginx:1.27.1-alpine'],
    )
  })

  test('nothing is written without --apply, nor where a person would not automate it', async t => {
    const { json, run, git } = fleet(t, {
      ...cluster,
      'apps/list.yaml': `apiVersion: v1\nkind: List\nitems:\n  - ${pod('          image: ghcr.io/acme/api:1.2.3\n').trimEnd().replaceAll('\n', '\n    ')}\n`,
      'apps/app.yaml': pod(
        '          image: ghcr.io/acme/api:latest\n        - name: b\n          image: nginx:1.27.0-alpine\n',
      ),
    })
    const { answer } = await json('onboard', 'apps/app.yaml:13', '--apply')
    assert.deepEqual([answer.sure, answer.edits, answer.policy], [false, [], null])
    assert.match(answer.why, /moves/)
    const { answer: list } = await json('onboard', 'apps/list.yaml:16', '--apply')
    assert.deepEqual([list.sure, list.edits], [false, []])
    assert.match(list.why, /Flux takes a List apart/)
    const { out } = await run('onboard', 'nginx')
    assert.match(out, /^\+ +image: nginx:1\.27\.0-alpine # \{"\$imagepolicy": "flux-system:nginx"\}$/m)
    assert.match(out, /Nothing was written/)
    assert.equal(git('status', '--porcelain'), '')
  })
})
