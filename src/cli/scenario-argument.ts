/** The scenario that a command line names and changes, with the files that it names itself. */

import { dirname, resolve } from 'node:path'
import { withPolicies } from '../policy/read.js'
import { isResult } from '../report/result-file.js'
import type { NamedText } from '../run/provenance.js'
import { type Located, withArrivals } from '../scenario/arrivals.js'
import { ARRIVALS_BYTES_MAX, SCENARIO_BYTES_MAX, SHOWN_MAX } from '../scenario/limits.js'
import { scalePlan } from '../scenario/scale.js'
import { type PlannedScenario, planScenario, type Said } from '../scenario/scenario.js'
import { type Problem, ScenarioError } from '../scenario/scenario-error.js'
import type { ScenarioPlan } from '../scenario/scenario-plan.js'
import { UsageError } from '../scenario/usage-error.js'
import { readText } from './files.js'
import { allOf, option, seedOf, timeAboveZero } from './options.js'
import { policyOf } from './policy-argument.js'
import type { ChangeArguments } from './scenario-options.js'
import { fileOf } from './shipped.js'
import { STDIN, stdinText } from './stdin.js'

/** A scenario to be run. */
export interface ChosenScenario {
  readonly plan: ScenarioPlan
  /** As it was named, with the text that the plan was made of. */
  readonly scenario: NamedText
  /** What else the plan was made of: arrivals, policies. */
  readonly files: readonly NamedText[]
}

/**
 * @param scenario its file, the standard input, or the name of one that comes along.
 * @throws ScenarioError with all that is wrong in it; UsageError if it cannot be read.
 */
export async function planOf(scenario: string, argv: ChangeArguments): Promise<ChosenScenario> {
  const files: NamedText[] = []
  const keep = (file: string, text: string) => {
    files.push({ file, text })
    return text
  }
  const said: Said = {
    seed: seedOf(argv),
    policy: policyOf(argv, keep),
    durationMs: option(argv, 'duration', timeAboveZero),
    settings: allOf(argv, 'set', String),
    variables: process.env,
  }
  const isStdin = scenario === STDIN
  const file = isStdin ? 'stdin' : fileOf(scenario)
  const text = isStdin ? await stdinText(SCENARIO_BYTES_MAX) : readText(file, SCENARIO_BYTES_MAX)
  if (isResult(text)) {
    throw new UsageError(`${file} is a summary of a run, no scenario: use peering compare`)
  }
  const read = readOrSayWhy(text, file, said, argv)
  const folder = dirname(file)
  const located: Located = (path, what) => {
    try {
      return what()
    } catch (error) {
      const place = error instanceof UsageError && read.placeOfFile(path)
      if (!place) throw error
      throw new ScenarioError(file, [{ ...place, message: error.message }])
    }
  }
  const readArrivals = (csv: string) =>
    keep(csv, readText(resolve(folder, csv), ARRIVALS_BYTES_MAX))
  const filled = withArrivals(read.plan, readArrivals, located)
  // As the scenario names it, which is the same wherever it is run from.
  const nameIn = (path: string) => path.replace(folder === '.' ? '' : `${folder}/`, '')
  const whole = withPolicies(filled, (path, code) => keep(nameIn(path), code), located)
  const scaled = option(argv, 'scale', word => scalePlan(whole, Number(word)))
  const named = { file: isStdin ? file : scenario, text: read.text }
  return { plan: scaled ?? whole, scenario: named, files }
}

/** Whatever options make wrong is said to be their doing: the file may be well. */
function readOrSayWhy(
  text: string,
  file: string,
  said: Said,
  argv: ChangeArguments,
): PlannedScenario {
  try {
    return planScenario(text, file, said)
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const changes = changesIn(said, argv)
    // Each costs a reading of the file without it.
    if (changes.length === 0 || changes.length > SHOWN_MAX) throw error
    const others = changes.map(({ without }) => new Set(problemsOf(text, file, without).map(keyOf)))
    const plain = new Set(
      problemsOf(text, file, {
        ...said,
        durationMs: undefined,
        policy: undefined,
        settings: [],
      }).map(keyOf),
    )
    const explained = error.problems.map(problem => {
      if (problem.setting !== undefined || plain.has(keyOf(problem))) return problem
      // Without any one of several it may be just as wrong.
      const needed = changes.filter((_, index) => !others[index]?.has(keyOf(problem)))
      const causes = (needed.length > 0 ? needed : changes).map(({ words }) => words)
      return { ...problem, message: `${problem.message} (because of ${causes.join(' and ')})` }
    })
    throw new ScenarioError(file, explained, error.more)
  }
}

interface Change {
  readonly words: string
  /** All that is said but this. */
  readonly without: Said
}

function changesIn(said: Said, argv: ChangeArguments): Change[] {
  const { settings = [] } = said
  const lastOf = (value: unknown) => String([value].flat().at(-1))
  return [
    ...settings.map((text, index) => ({
      words: `--set ${text}`,
      without: { ...said, settings: settings.filter((_, other) => other !== index) },
    })),
    ...(said.durationMs === undefined
      ? []
      : [
          {
            words: `--duration ${lastOf(argv.duration)}`,
            without: { ...said, durationMs: undefined },
          },
        ]),
    ...(said.policy === undefined
      ? []
      : [{ words: `--policy ${lastOf(argv.policy)}`, without: { ...said, policy: undefined } }]),
  ]
}

function problemsOf(text: string, file: string, said: Said): readonly Problem[] {
  try {
    planScenario(text, file, said)
    return []
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems
    throw error
  }
}

function keyOf({ line, col, message }: Problem): string {
  return `${line}:${col}: ${message}`
}
