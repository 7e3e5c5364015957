/**
 * How large what files say may be: so that reading, and refusing, take seconds and some hundred
 * megabytes at most. `docs/scenarios.md` has them in a table.
 */

/** Of a scenario, with the values of its variables in it: 1 MiB. */
export const SCENARIO_BYTES_MAX = 2 ** 20

/** Of a policy: 256 KiB. */
export const POLICY_BYTES_MAX = 2 ** 18

/** Of a file of arrivals: 64 MiB. */
export const ARRIVALS_BYTES_MAX = 2 ** 26

/** Of a result that is compared: 256 MiB. */
export const RESULT_BYTES_MAX = 2 ** 28

/** Of a line of a trace: 64 MiB, as bodies are shown in it. */
export const TRACE_LINE_MAX = 2 ** 26

/** Lines of a file of arrivals. */
export const ARRIVALS_MAX = 1_000_000

/** Maps and lists within each other. */
export const DEPTH_MAX = 50

/** Values of a file, each alias counted as all that it stands for. */
export const VALUES_MAX = 200_000

/** Aliases, counted as often as they are repeated: more are taken for an attack. */
export const ALIASES_MAX = 1000

/** Items of a list. */
export const ITEMS_MAX = 10_000

/** Clusters of a scenario. */
export const CLUSTERS_MAX = 1000

/** Connections from broker to broker: 200 clusters of which each knows all the others. */
export const CONNECTIONS_MAX = 40_000

/** Tasks per second of a load. */
export const RATE_MAX = 100_000

/** Problems that are shown; of the others the number. */
export const SHOWN_MAX = 20

/** Problems that are looked for. */
export const PROBLEMS_MAX = 1000

/** Characters of a problem's line, without its place. */
export const LINE_MAX = 300
