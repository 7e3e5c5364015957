/** Where a result comes from: when, with which program, on which machine, of which scenario. */

/** Plain data. No figure depends on it. */
export interface Provenance {
  /** When the run was asked for, as ISO 8601 has it, in UTC. */
  readonly date: string
  /** The versions of this program and of Node.js. */
  readonly peering: string
  readonly node: string
  readonly machine: Machine
  /** The options that change what is run, as they were typed: `--scale 0.1`. */
  readonly options: readonly string[]
  /** Undefined where there is none: of clusters without a scenario, or of a script. */
  readonly scenario?: ScenarioSource | undefined
  /** Those that the scenario or an option names: arrivals, policies. */
  readonly files: readonly HashedFile[]
}

interface Machine {
  /** Its name and release: `Linux 6.8.0`. */
  readonly os: string
  readonly arch: string
  /** The model, and how many can be used at a time. */
  readonly cpu: string
  readonly cpus: number
  readonly memoryBytes: number
}

interface HashedFile {
  /** As it was named, by the scenario or on the command line. */
  readonly file: string
  /** Of the text, in UTF-8. */
  readonly sha256: string
}

interface ScenarioSource extends HashedFile {
  readonly text: string
}

/** Each fact with its name, the text of the scenario left out: for tables and lists. */
export function provenanceFacts(provenance: Provenance): [name: string, value: string][] {
  const { date, peering, node, machine, options, scenario, files } = provenance
  return [
    ['date', date],
    ['peering', peering],
    ['node', node],
    ['os', machine.os],
    ['arch', machine.arch],
    ['cpu', machine.cpu],
    ['cpus', String(machine.cpus)],
    ['memoryBytes', String(machine.memoryBytes)],
    ['options', options.join(' ')],
    ['scenario', scenario?.file ?? ''],
    ['sha256', scenario?.sha256 ?? ''],
    ['files', files.map(({ file, sha256 }) => `${file} ${sha256}`).join(', ')],
  ]
}

/** One thing in which two results have not the same origin; empty where one has no such thing. */
export interface ProvenanceDifference {
  readonly what: string
  readonly a: string
  readonly b: string
}

/** Where two results differ in what they come from; dates always do, and are left out. */
export function provenanceDifferences(
  a: Provenance | undefined,
  b: Provenance | undefined,
): ProvenanceDifference[] {
  if (!a || !b) return []
  const others = new Map(provenanceFacts(b))
  const facts = provenanceFacts(a).flatMap(([what, value]) => {
    const other = others.get(what) ?? ''
    return what === 'date' || value === other ? [] : [{ what, a: value, b: other }]
  })
  const lines = (text: string) => text.split('\n').filter(line => line.trim() !== '')
  const [linesA, linesB] = [lines(a.scenario?.text ?? ''), lines(b.scenario?.text ?? '')]
  return [
    ...facts,
    ...missingIn(linesB, linesA).map(line => ({ what: 'line', a: line, b: '' })),
    ...missingIn(linesA, linesB).map(line => ({ what: 'line', a: '', b: line })),
  ]
}

/** The lines that the other text has not, or not as often. */
function missingIn(other: readonly string[], lines: readonly string[]): string[] {
  const left = [...other]
  return lines.filter(line => {
    const index = left.indexOf(line)
    if (index >= 0) left.splice(index, 1)
    return index < 0
  })
}
