/** The slowest tasks, each with the way that it went, where somebody remembers it. */

import { roundTime, shortTime } from '../../base/format.js'
import { html, type Markup } from '../../base/markup.js'
import type { Report } from '../report.js'
import type { SlowTask } from '../slow-tasks.js'
import { sequenceOf } from './sequence.js'

/** As many have room. */
const SHOWN = 6

export function slowest({ slowest: tasks }: Report): Markup {
  if (tasks.length === 0) return html``
  return html`<section><h2>The slowest tasks</h2>
<p class="hint">Times are from when the task should have been sent. An arrow has the socket by which
a message left its broker, or came in; a bar says how long nothing was heard. A task waits for its
broker as long as it has no client to send it, or the broker no worker to do it.</p>
<div class="tasks">${tasks.slice(0, SHOWN).map(slowTask)}</div></section>
`
}

function slowTask(task: SlowTask): Markup {
  const { task: id, origin, by, latencyMs, answeredMs } = task
  const who = by === origin ? 'at home' : `by ${by === '' ? 'who did not sign' : by}`
  return html`<figure class="task"><figcaption><b>${shortTime(latencyMs)}</b> <code>${id}</code><br>
<span class="hint">meant for ${roundTime(answeredMs - latencyMs)}, done ${who}</span></figcaption>
${task.hops.length === 0 ? '' : sequenceOf(task)}</figure>
`
}
