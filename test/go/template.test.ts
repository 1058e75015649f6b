import assert from 'node:assert/strict'
import { test } from 'node:test'
import { intsType } from '../../server/src/go/reflect/type.ts'
import { of, ofDict, ofInt, ofString } from '../../server/src/go/reflect/value.ts'
import { renderTemplate } from '../../server/src/go/template.ts'
import { toBytes, toText } from '../../server/src/go/utf8.ts'

const data = ofDict([
  ['name', ofString('web')],
  ['count', ofInt(2)],
  ['ports', of(intsType, [80n, 443n])],
])

/** Each template with what it renders to, or the error. */
function holds(cases: Readonly<Record<string, string>>): void {
  for (const [template, expected] of Object.entries(cases)) {
    const rendered = renderTemplate('t', toBytes(template), data)
    assert.equal(toText('ok' in rendered ? rendered.ok : rendered.err), expected, template)
  }
}

test('trim markers take white space, newlines too', () => {
  holds({ 'a \n {{- "b" -}} \n c': 'abc', 'a {{-3}}': 'a -3', 'x{{- /* no */ -}} y': 'xy' })
})

test('the syntax of a number says its type', () => {
  holds({
    "{{ 1e3 }} {{ 0x1F }} {{ 0b11 }} {{ 017 }} {{ 1_000 }} {{ 1i }} {{ 'a' }}": '1000 31 3 15 1000 (0+1i) 97',
    '{{ eq 1 1.0 }}':
      'template: t:1:3: executing "t" at <eq 1 1.0>: error calling eq: incompatible types for comparison: int and float64',
    '{{ 9223372036854775808 }}':
      'template: t:1:3: executing "t" at <9223372036854775808>: 9223372036854775808 overflows int',
  })
})

test('variables live to the end of what declares them', () => {
  holds({
    '{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ $x }}{{ end }}{{ $x }}': '21',
    '{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}': '2',
    '{{ range $i, $p := .ports }}{{ $i }}:{{ $p }} {{ end }}': '0:80 1:443 ',
  })
})

test('range over numbers, maps and nothing; break and continue', () => {
  holds({
    '{{ range 3 }}{{ . }}{{ end }}': '012',
    '{{ range $k, $v := dict "b" 1 "a" 2 }}{{ $k }}{{ $v }}{{ end }}': 'a2b1',
    '{{ range .nope }}x{{ else }}none{{ end }}': 'none',
    '{{ range 5 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if eq . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}':
      '02',
  })
})

test('definitions, blocks and templates that call one another', () => {
  holds({
    '{{ define "x" }}[{{ . }}]{{ end }}{{ template "x" .name }}{{ template "x" }}': '[web][<no value>]',
    '{{ block "b" .count }}{{ . }}{{ end }}': '2',
    '{{ template "nope" }}':
      'template: t:1:12: executing "t" at <{{template "nope"}}>: template "nope" not defined',
  })
})

test('and, or stop at the argument that decides', () => {
  holds({ '{{ or .name (fail "no") }}': 'web', '{{ and 0 (fail "no") }}': '0' })
})

test('errors tell the node and its byte column', () => {
  holds({
    'é{{ .name.first }}':
      'template: t:1:10: executing "t" at <.name.first>: can\'t evaluate field first in type interface {}',
    '{{ upper .count }}':
      'template: t:1:9: executing "t" at <.count>: wrong type for value; expected string; got int',
    '{{ .name | trunc "x" }}': 'template: t:1:17: executing "t" at <"x">: expected integer; found "x"',
    '{{ index .ports 7 }}':
      'template: t:1:3: executing "t" at <index .ports 7>: error calling index: index out of range: 7',
    '{{\n\n.name': 'template: t:3: unclosed action started at t:1',
  })
})

test('printf tells of wrong verbs and arguments as Go does', () => {
  holds({
    '{{ printf "%d|%s|%z" "x" 5 1 }}': '%!d(string=x)|%!s(int=5)|%!z(int=1)',
    '{{ printf "%s" }}{{ printf "x" 1 }}': '%!s(MISSING)x%!(EXTRA int=1)',
    '{{ printf "%[2]s %[1]s %[5]d" "a" "b" }}': 'b a %!d(BADINDEX)',
    '{{ printf "%06.2f|%+d|%#x|%q|%-4s|%x" 3.14159 5 255 "é\\n" "a" "hi" }}':
      '003.14|+5|0xff|"é\\n"|a   |6869',
    '{{ printf "%v %v %T" nil (list 1 "a" nil) .ports }}': '<nil> [1 a <nil>] []int',
    '{{ printf "%.0f %.0f %.0f %g" 0.5 1.5 2.5 1e21 }}': '0 2 2 1e+21',
  })
})

test("sprig's functions", () => {
  holds({
    '{{ "Hello World" | trunc 5 | upper | quote }}': '"HELLO"',
    '{{ "a,b,c" | splitList "," | rest | join "-" }}': 'b-c',
    '{{ wrap 5 "hello big world" }}': 'hello\nbig\nworld',
    '{{ camelcase "http_server" }} {{ snakecase "HTTP20xOK" }} {{ kebabcase "FirstName" }}':
      'HttpServer http_20x_ok first-name',
    '{{ merge (dict "a" 1) (dict "a" 2 "b" 3) | toJson }}': '{"a":1,"b":3}',
    '{{ list 3 1 2 | sortAlpha | uniq | toString }}': '[1 2 3]',
    '{{ divf 1 3 }} {{ add 1 "2" 3.9 }} {{ round 2.345 2 }} {{ seq 1 2 7 }}':
      '0.3333333333333333 6 2.35 1 3 5 7',
    '{{ regexReplaceAll "a(x*)b" "-axxb-" "${1}W" }}': '-xxW-',
    '{{ (semver "1.2.3-rc.1").IncPatch }} {{ semverCompare ">=1.2" "1.3.0" }}': '1.2.3 true',
    '{{ sha256sum "a" | trunc 8 }} {{ b64enc "hi" }} {{ b32dec "NBUQ====" }} {{ adler32sum "hi" }}':
      'ca978112 aGk= hi 20644050',
    '{{ (urlParse "http://u:p@h:80/p?q#f").hostname }} {{ urlJoin (dict "host" "h" "path" "/p" "scheme" "http") }}':
      'h http://h/p',
    '{{ (toDate "2006-01-02" "2020-02-29").Format "Mon _2 Jan 06" }} {{ duration "95" }}':
      'Sat 29 Feb 20 1m35s',
    '{{ fromJson "{\\"a\\":[1,null,\\"\\\\u00e9\\"]}" }}': 'map[a:[1 <nil> é]]',
    '{{ mustFromJson "[1,]" }}':
      'template: t:1:3: executing "t" at <mustFromJson "[1,]">: error calling mustFromJson: invalid character \']\' looking for beginning of value',
    '{{ first 5 }}':
      'template: t:1:3: executing "t" at <first 5>: error calling first: Cannot find first on type int',
  })
})
