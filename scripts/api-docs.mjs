/** Prints docs/api.md: all that the package exports, from the doc comments of the source. */

import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { CLUSTER, HEAD, LINK } from '../dist/scenario/definition.js'
import { COMMON, EXECUTORS } from '../dist/scenario/definition-loads.js'
import { fieldText } from '../dist/scenario/field-kinds.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ENTRIES = ['index.ts', 'wire/index.ts', 'machines.ts'].map(file => `${ROOT}src/${file}`)
const ABOUT = `# The library

Made by \`npm run api-docs\` from the doc comments of the source.

A duration is text with a unit, such as \`250ms\`, \`10s\` or \`2m\`; a distribution is \`100ms\`,
\`exp:100ms\`, \`uniform:0s,1s\`, \`choice:0s,1s\` or \`lognormal:5ms,20ms\` (median and p99); a rate
is \`60/s\` or \`1200/m\`. Names that end in \`Ms\` are numbers of milliseconds.`

/** The fields that types are inferred from. */
const FIELDS = { ...HEAD.shape, ...LINK.shape, ...CLUSTER.shape, ...COMMON.shape }
for (const { shape } of Object.values(EXECUTORS)) Object.assign(FIELDS, shape)

const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, ts.sys.readFile)
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT)
const program = ts.createProgram(ENTRIES, options)
const checker = program.getTypeChecker()
const [index, wire, machines] = ENTRIES.map(path => program.getSourceFile(path))

const groups = groupsOf(index)
const places = placesOf(groups.flatMap(({ title, all }) => [title, ...all.map(({ name }) => name)]))
const contents = groups.map(({ title, all }) => {
  return `- [${title}](#${places.get(title)}): ${all.map(({ name }) => link(name)).join(', ')}`
})
const sections = groups.flatMap(({ title, text, all }) => [
  `## ${title}\n\n${text}`,
  ...all.map(describe),
])
const others = [overview('peering/wire', wire), overview('peering/machines', machines)]
process.stdout.write(`${[ABOUT, contents.join('\n'), ...sections, ...others].join('\n\n')}\n`)

/** The groups of exports, each below a comment of the file: a title, and a text. */
function groupsOf(file) {
  const found = []
  for (const { pos, exportClause } of file.statements) {
    const ranges = ts.getLeadingCommentRanges(file.text, pos) ?? []
    const comments = ranges.map(range => file.text.slice(range.pos, range.end))
    const lines = comments.filter(line => /^\/\/./.test(line)).map(line => line.slice(3))
    const [title, ...text] = lines
    if (title) found.push({ title, text: text.join(' '), all: [] })
    found.at(-1).all.push(...exportClause.elements.map(exportOf))
  }
  // What is called comes first, then what it speaks of.
  const kinds = [ts.isFunctionDeclaration, ts.isClassDeclaration, () => true]
  const rank = ({ declaration }) => kinds.findIndex(is => is(declaration))
  for (const { all } of found) all.sort((a, b) => rank(a) - rank(b))
  return found
}

function exportOf(element) {
  const symbol = checker.getAliasedSymbol(checker.getSymbolAtLocation(element.name))
  return { name: symbol.name, symbol, declaration: symbol.declarations[0] }
}

function describe({ name, symbol, declaration }) {
  const hasMembers = ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration)
  const all = hasMembers ? declaration.members.filter(isPublic).map(member) : []
  const members = [...all, ...inferred(declaration)].join('\n')
  const parts = [`### ${name}`, code(signatureOf(declaration)), comment(symbol), members]
  return parts.filter(Boolean).join('\n\n').trim()
}

/** The members that a type has of the definition of scenarios, with what that says of them. */
function inferred(declaration) {
  const type = checker.getTypeAtLocation(declaration)
  const variants = type.isUnion() ? type.types : [type]
  const properties = variants.flatMap(variant => checker.getPropertiesOfType(variant))
  const isOfDefinition = ({ declarations = [] }) =>
    declarations.some(node => /definition[^/]*\.ts$/.test(node.getSourceFile().fileName))
  const names = new Map(properties.filter(isOfDefinition).map(symbol => [symbol.name, symbol]))
  return [...names.values()].map(symbol => {
    const { help } = fieldText(FIELDS[symbol.name])
    const standard = help.otherwise ?? (help.default === undefined ? '' : `\`${help.default}\``)
    const isOptional = symbol.flags & ts.SymbolFlags.Optional
    const text = checker.typeToString(
      checker.getNonNullableType(checker.getTypeOfSymbol(symbol)),
      undefined,
      ts.TypeFormatFlags.NoTruncation,
    )
    const head = `${symbol.name}${isOptional ? '?' : ''}: ${text.replaceAll('"', "'")}`
    return `- \`${head}\`: ${help.description}${standard && ` Default: ${standard}.`}`
  })
}

/** As the source has it, without what is inside; of what is nothing but a type, all of it. */
function signatureOf(node) {
  const text = node.getText().replace(/^export /, '')
  if (node.body) return beforeBody(node)
  if (ts.isVariableDeclaration(node)) return `const ${node.name.text}`
  if (!ts.isTypeAliasDeclaration(node)) return text.slice(0, text.indexOf('{')).trim()
  if (!ts.isIndexedAccessTypeNode(node.type)) return text
  const flags = ts.TypeFormatFlags.InTypeAlias | ts.TypeFormatFlags.NoTruncation
  const type = checker.typeToString(checker.getTypeAtLocation(node), undefined, flags)
  return `type ${node.name.text} = ${type.replaceAll('"', "'")}`
}

function beforeBody(node) {
  const text = node.getText()
  const head = text.slice(0, text.length - node.body.getText().length).trim()
  return head.replace(/^(export |async )*/, '')
}

function isPublic(node) {
  const { Private, Protected, Override } = ts.ModifierFlags
  const isHidden = ts.getCombinedModifierFlags(node) & (Private | Protected | Override)
  const isInternal = ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal')
  return !(isHidden || isInternal || ts.isPrivateIdentifier(node.name ?? node))
}

function member(node) {
  const text = comment(node.symbol)
  const head = `- \`${memberText(node)}\``
  if (!text) return head
  const isShort = !text.includes('\n') && !text.startsWith('- ')
  return isShort ? `${head}: ${text}` : `${head}\n\n  ${text.replace(/\n(?!\n)/g, '\n  ')}\n`
}

/** In one line. */
function memberText(node) {
  const text = node.body ? beforeBody(node).replace(/^get (\w+)\(\)/, '$1') : node.getText()
  const isStatic = ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static
  const plain = text.replace(/^(static |async |readonly )*/, '').replace(/\s+/g, ' ')
  return `${isStatic ? 'static ' : ''}${plain.replace('( ', '(').replace(', )', ')')}`
}

/** What a doc comment says, and below it a list of what its tags say. */
function comment(symbol) {
  const tags = symbol.getJsDocTags(checker).map(({ name, text }) => {
    return { name, text: flowing(ts.displayPartsToString(text)) }
  })
  const standard = tags.find(({ name }) => name === 'defaultValue')
  const said = flowing(ts.displayPartsToString(symbol.getDocumentationComment(checker)))
  const list = tags.flatMap(({ name, text }) => {
    if (name === 'param') return `- ${text.replace(/^(\w+)\s*/, '`$1`: ')}`
    return name === 'returns' || name === 'throws' ? `- ${name} ${text}` : []
  })
  const text = standard ? `${said} Default: ${standard.text}.`.trim() : said
  return linked([text, list.join('\n')].filter(Boolean).join('\n\n'))
}

/** Without the line ends of the source, but for those between paragraphs. */
function flowing(text) {
  return text.replace(/([^\n])\n(?!\n)/g, '$1 ').trim()
}

function linked(text) {
  return text.replace(/`(\w+)`/g, (all, word) => (places.has(word) ? link(word) : all))
}

function link(name) {
  return `[\`${name}\`](#${places.get(name)})`
}

/** Where a heading is, as GitHub has it: of several that are alike, those after the first count. */
function placesOf(titles) {
  const slugs = titles.map(title => title.toLowerCase().replaceAll(' ', '-'))
  return new Map(
    slugs.map((slug, place) => {
      const before = slugs.slice(0, place).filter(other => other === slug).length
      return [titles[place], before === 0 ? slug : `${slug}-${before}`]
    }),
  )
}

/** What another entry of the package exports: a line for each. */
function overview(title, file) {
  const lines = checker.getExportsOfModule(checker.getSymbolAtLocation(file)).map(symbol => {
    const origin = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    const text = flowing(ts.displayPartsToString(origin.getDocumentationComment(checker)))
    return `- \`${symbol.name}\`${text && `: ${text.split('\n')[0]}`}`
  })
  const [, about] = file.text.match(/\/\*\* (.*) \*\//)
  return `## ${title}\n\n${about}\n\n${lines.sort().join('\n')}`
}

function code(text) {
  return `\`\`\`ts\n${text}\n\`\`\``
}
