/** Small bugs for the checks to find: `npm run mutants -- --help`. */

import { parseArgs } from 'node:util'

const HELP = `npm run mutants -- [options] [files or folders of src]

Puts small bugs into the machines, one at a time, and counts those that are found.

By the unit tests: all that StrykerJS makes of src/broker, src/client, src/worker and src/wire,
or of what is named. What an earlier run found out, and no change has touched, is not run again.
  --force            run all of them again, as after a change of test/support
  --jobs <number>    how many at a time (default: 1)
  --page             no run: write docs/mutants.md from the results that there are

By fuzz: the list of scripts/mutants/list.mjs, in the build.
  --fuzz
  --seeds <number>   so many seeds on each (default: 5000)
  --only <name>      only the bug of that name

Ends with 1 if unit tests miss more than 5 % of what is not equivalent, or if a text of a list
is not in its file any more.`

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  force: { type: 'boolean' },
  jobs: { type: 'string' },
  page: { type: 'boolean' },
  fuzz: { type: 'boolean' },
  seeds: { type: 'string' },
  only: { type: 'string' },
}
/** By what is asked for, the options that it takes. */
const TAKES = {
  fuzz: ['fuzz', 'seeds', 'only'],
  page: ['page'],
  unit: ['force', 'jobs'],
}

process.chdir(new URL('..', import.meta.url).pathname)
try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS })
  if (values.help) console.log(HELP)
  else await run(values, positionals)
} catch (error) {
  console.error(`mutants: ${error.message}\nhelp: npm run mutants -- --help`)
  process.exitCode = 2
}

async function run(values, paths) {
  const what = values.fuzz ? 'fuzz' : values.page ? 'page' : 'unit'
  const stray = Object.keys(values).find(name => !TAKES[what].includes(name))
  if (stray)
    throw new Error(`--${stray} is not for ${what === 'unit' ? 'unit tests' : `--${what}`}`)
  if (what !== 'unit' && paths.length > 0) throw new Error(`"${paths[0]}" is not for --${what}`)
  if (what === 'fuzz') {
    const { tryByFuzz } = await import('./mutants/fuzz.mjs')
    return tryByFuzz(numberOf('seeds', values.seeds ?? '5000'), values.only)
  }
  const { tryByTests, writePage } = await import('./mutants/unit.mjs')
  if (what === 'page') return writePage()
  return tryByTests(paths, { jobs: numberOf('jobs', values.jobs ?? '1'), force: values.force })
}

function numberOf(option, text) {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new Error(`--${option} is a number from 1 on, not ${text}`)
  return Number(text)
}
