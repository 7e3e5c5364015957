/**
 * The script of a report: it shows the time, and the values, under the pointer or at the cursor
 * that arrow keys move, in all plots of that axis. The page is whole without it.
 */

export const SCRIPT = `
'use strict'
for (const group of document.querySelectorAll('[data-times]')) {
  const times = JSON.parse(group.dataset.times)
  const plots = [...group.querySelectorAll('.plot')].map(figure => ({
    lines: JSON.parse(figure.dataset.lines),
    places: JSON.parse(figure.dataset.places),
    outputs: figure.querySelectorAll('output'),
    pane: figure.querySelector('.pane'),
  }))
  if (plots.length === 0) continue
  for (const plot of plots) {
    plot.cursor = plot.pane.appendChild(document.createElement('i'))
    plot.cursor.className = 'cursor'
    plot.time = plot.cursor.appendChild(document.createElement('b'))
    plot.pane.tabIndex = 0
  }
  let at = null
  const show = index => {
    at = index
    for (const { lines, outputs, cursor, time, places } of plots) {
      const place = index === null ? undefined : places[index]
      cursor.style.display = place === undefined ? 'none' : 'block'
      if (place !== undefined) {
        cursor.style.left = place / 10 + '%'
        time.textContent = times[index]
        // Near an edge it is moved inwards.
        time.style.transform = 'translateX(' + -place / 10 + '%)'
      }
      for (const [line, output] of [...outputs].entries()) {
        output.textContent = place === undefined ? '' : (lines[line][index] ?? '')
      }
    }
  }
  const nearest = (places, place) => {
    let best = null
    for (const [index, each] of places.entries()) {
      if (best === null || Math.abs(each - place) < Math.abs(places[best] - place)) best = index
    }
    return best
  }
  for (const { pane, places } of plots) {
    pane.addEventListener('pointermove', event => {
      const { left, width } = pane.getBoundingClientRect()
      show(nearest(places, (1000 * (event.clientX - left)) / width))
    })
    pane.addEventListener('pointerleave', () => show(null))
    pane.addEventListener('blur', () => show(null))
    pane.addEventListener('keydown', event => {
      const last = places.length - 1
      const step = event.shiftKey ? 10 : 1
      const next = {
        ArrowLeft: at === null ? last : Math.max(0, at - step),
        ArrowRight: at === null ? 0 : Math.min(last, at + step),
        Home: 0,
        End: last,
        Escape: null,
      }[event.key]
      if (next === undefined || last < 0) return
      event.preventDefault()
      show(next)
    })
  }
}
`
