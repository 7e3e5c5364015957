/**
 * The script of a report: it shows the values under the pointer, in all plots of that axis. The
 * page is whole without it.
 */

export const SCRIPT = `
'use strict'
for (const group of document.querySelectorAll('section, .tall')) {
  const plots = [...group.querySelectorAll('.plot')].map(figure => ({
    lines: JSON.parse(figure.dataset.lines),
    outputs: figure.querySelectorAll('output'),
    pane: figure.querySelector('.pane'),
  }))
  if (plots.length === 0) continue
  for (const plot of plots) {
    plot.cursor = plot.pane.appendChild(document.createElement('i'))
    plot.cursor.className = 'cursor'
    plot.places = JSON.parse(plot.pane.parentElement.parentElement.dataset.places)
  }
  const show = place => {
    for (const { lines, outputs, cursor, places } of plots) {
      let nearest = -1
      for (const [index, each] of places.entries()) {
        const best = Math.abs((places[nearest] ?? Infinity) - place)
        if (Math.abs(each - place) < best) nearest = index
      }
      cursor.style.display = place === null || nearest < 0 ? 'none' : 'block'
      cursor.style.left = places[nearest] / 10 + '%'
      for (const [line, output] of [...outputs].entries()) {
        output.textContent = place === null ? '' : (lines[line][nearest] ?? '')
      }
    }
  }
  for (const { pane } of plots) {
    pane.addEventListener('pointermove', event => {
      const { left, width } = pane.getBoundingClientRect()
      show((1000 * (event.clientX - left)) / width)
    })
    pane.addEventListener('pointerleave', () => show(null))
  }
}
`
