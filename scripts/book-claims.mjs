/** Prints docs/book-claims.md: the claims of the Guide's chapter 3, as the tests of test/book have them. */

import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const FOLDER = fileURLToPath(new URL('../test/book', import.meta.url))

const sections = readdirSync(FOLDER).sort().map(sectionOf)
const claims = sections.flatMap(section => section.claims)
const differing = claims.filter(({ today }) => today)
process.stdout.write(
  `${[head(), differences(), ...sections.map(table), untested()].join('\n\n')}\n`,
)

/** A file of tests is a section of the chapter: what it claims, and what of it is no claim. */
function sectionOf(file) {
  const text = readFileSync(`${FOLDER}/${file}`, 'utf8')
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const section = { file, title: '', untested: untestedIn(text), claims: [] }
  visit(source, node => {
    const called = ts.isCallExpression(node) ? node.expression.getText() : ''
    if (called === 'describe') section.title = textOf(node.arguments[0]).match(/"(.*)"/)[1]
    if (called !== 'claim' && called !== 'claim.differs') return
    const { line } = source.getLineAndCharacterOfPosition(node.getStart())
    const [title, today] = node.arguments
    const isSame = called === 'claim'
    section.claims.push({
      title: textOf(title),
      line: line + 1,
      today: isSame ? '' : textOf(today, source),
    })
  })
  return section
}

function visit(node, look) {
  look(node)
  ts.forEachChild(node, child => visit(child, look))
}

/** The text of a literal, or of the constant that stands for it. */
function textOf(node, source) {
  if (ts.isStringLiteralLike(node)) return node.text
  let found
  visit(source, other => {
    if (ts.isVariableDeclaration(other) && other.name.getText() === node.getText()) {
      found = other.initializer.text
    }
  })
  if (!found) throw new Error(`${node.getSourceFile().fileName}: not a text: ${node.getText()}`)
  return found
}

/** The file's opening comment says it last. */
function untestedIn(text) {
  const [comment] = text.match(/^\/\*\*[\s\S]*?\*\//)
  const [, said = ''] = comment.replace(/\n \*\/?/g, ' ').match(/Not tested: (.*)$/) ?? []
  return said.replace(/\s+/g, ' ').trim().replace(/\.$/, '')
}

function head() {
  return `# What the chapter claims

Made by \`npm run book-claims\` from the tests in [\`test/book\`](../test/book).

Chapter 3 of the [ZeroMQ Guide](https://zguide.zeromq.org/docs/chapter3/) says many things about sockets and clusters.
Here they are, with what follows from them at once, in our words and in the order of the chapter. Each is a test, on
real sockets or with our machines in virtual time: a claim without a test is not in the list.

**${claims.length} claims in ${sections.length} sections: ${claims.length - differing.length} hold, ${differing.length} differ** with libzmq and zeromq.js of today, or in what \`peering\` does
instead; of those the test shows what is so now.`
}

/** What a reader of the chapter must know first. */
function differences() {
  const lines = differing.map(({ title, today }) => `- ${title}. Today: ${today}.`)
  return `## What differs today\n\n${lines.join('\n')}`
}

function untested() {
  const lines = sections
    .filter(section => section.untested)
    .map(section => {
      return `- ${section.title}: ${section.untested}.`
    })
  return `## What cannot be tested

History, taste and advice have no test. Of the sections that are not listed here we found nothing to leave out.

- The Request-Reply Mechanisms, and the introductions of sections: what the chapter is going to do.
${lines.join('\n')}`
}

function table({ title, file, claims }) {
  const rows = claims.map(claim => {
    const is = claim.today ? `differs: ${claim.today}` : 'holds'
    const link = `[${claim.line}](../test/book/${file}#L${claim.line})`
    return `| ${cell(claim.title)} | ${cell(is)} | ${link} |`
  })
  return `## ${title}\n\n| claim | today | line |\n|---|---|---|\n${rows.join('\n')}`
}

function cell(text) {
  return text.replaceAll('|', '\\|')
}
