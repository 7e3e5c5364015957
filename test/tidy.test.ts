/** The rules of the house that no linter knows: who may import whom, and how a file looks. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { drawLayers, LAYERS } from '../scripts/layers.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Packages that are the affair of some folders only; others may be imported anywhere. */
const AT_HOME: Record<string, readonly string[]> = {
  zeromq: ['live', 'lessons'],
  yargs: ['cli'],
  chalk: ['cli'],
  'log-update': ['cli'],
  'string-width': ['trace'],
  'pure-rand': ['base'],
  yaml: ['scenario', 'fuzz'],
  acorn: ['policy'],
  sucrase: ['policy'],
}

/** Folders that run anywhere: they know neither Node nor a browser. */
const PURE = [
  'base',
  'wire',
  'theory',
  'broker',
  'client',
  'worker',
  'scenario',
  'report',
  'trace',
  'sim',
  'fuzz',
]

/** Files that may be longer than 250 lines, each with its reason. */
const LONG: Record<string, string> = {}

interface Source {
  readonly path: string
  /** The folder that it is in: `broker`; empty for the files of src itself. */
  readonly folder: string
  readonly text: string
  readonly lines: readonly string[]
}

interface Import {
  readonly from: Source
  readonly specifier: string
  readonly folder: string
}

const read = (top: string): Source[] =>
  readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .sort()
    .map(path => {
      const text = readFileSync(join(ROOT, top, path), 'utf8')
      const folder = path.includes(sep) ? (path.split(sep)[0] ?? '') : ''
      return { path: join(top, path), folder, text, lines: text.split('\n') }
    })

const sources = read('src')
const tests = read('test')

const imports: Import[] = sources.flatMap(from =>
  [...from.text.matchAll(/(?:\bfrom|\bimport\(?)\s*'([^']+)'/g)].map(([, specifier = '']) => {
    const target = join(dirname(from.path), specifier)
    const folder = specifier.startsWith('.') ? (relative('src', target).split(sep)[0] ?? '') : ''
    return { from, specifier, folder }
  }),
)

const show = ({ from, specifier }: Import) => `${from.path} imports ${specifier}`

const pathsWith = (files: readonly Source[], isWrong: (file: Source) => boolean) =>
  files.filter(isWrong).map(({ path }) => path)

describe('imports', () => {
  test('are seen by these tests', () => {
    expect(imports.length).toBeGreaterThan(100)
  })

  test.each(Object.entries(LAYERS))('of src/%s are of lower layers', (name, { mayImport }) => {
    const wrong = imports.filter(
      ({ from, specifier, folder }) =>
        from.folder === name && specifier.startsWith('.') && ![name, ...mayImport].includes(folder),
    )
    expect(wrong.map(show)).toEqual([])
  })

  test('are as the picture in docs/architecture.md shows, else: npm run layers', () => {
    expect(readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8')).toContain(drawLayers())
  })

  test.each(Object.entries(AT_HOME))('of %s are in %j only', (name, folders) => {
    const wrong = imports.filter(
      ({ from, specifier }) => specifier.split('/')[0] === name && !folders.includes(from.folder),
    )
    expect(wrong.map(show)).toEqual([])
  })

  test.each(PURE)('of src/%s are never of Node', name => {
    const wrong = imports.filter(
      ({ from, specifier }) => from.folder === name && specifier.startsWith('node:'),
    )
    expect(wrong.map(show)).toEqual([])
  })

  test('are of folders that these tests know', () => {
    const known = [...Object.keys(LAYERS), 'cli', '']
    expect(sources.map(({ folder }) => folder).filter(folder => !known.includes(folder))).toEqual(
      [],
    )
  })
})

describe('every file', () => {
  test('opens by saying what it is', () => {
    const opens = /^(?:#!.*\n)?\/\*\*/
    expect(pathsWith([...sources, ...tests], ({ text }) => !opens.test(text))).toEqual([])
  })

  test('of src has at most 250 lines, unless there is a reason', () => {
    const isLong = ({ path, lines }: Source) => lines.length > 251 && !(path in LONG)
    expect(pathsWith(sources, isLong)).toEqual([])
  })

  test('has lines of at most 100 columns', () => {
    const wide = [...sources, ...tests].flatMap(({ path, lines }) =>
      lines.flatMap((line, index) => (line.length > 100 ? [`${path}:${index + 1}`] : [])),
    )
    expect(wide).toEqual([])
  })

  test('is text: what does not print is written as an escape', () => {
    const isNoText = ({ text }: Source) => /[\x00-\x09\x0b-\x1f\x7f]/.test(text)
    expect(pathsWith([...sources, ...tests], isNoText)).toEqual([])
  })

  test.each([
    ['any', /(?::|<|\bas|[|&]) *any\b(?! \w)|\bany\[\]/],
    ['a default export', /^export default|\bas default\b/m],
    ['an enum', /\benum [A-Z]/],
    ['a namespace', /^(?:export )?namespace /m],
  ])('of src does without %s', (_, pattern) => {
    const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
    expect(pathsWith(sources, ({ text }) => pattern.test(code(text)))).toEqual([])
  })
})
