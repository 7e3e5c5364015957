/** The HTML report in a real browser: from disk, without a network, wide and narrow. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportText } from '../../src/report/files.js'
import { chromiumPath, launch } from '../support/browser.js'
import { asLive, PROVENANCE, reportOfText, TROUBLED } from '../support/reports.js'

const path = chromiumPath()
if (!path) console.warn('No Chromium is found: the report is not tried in a browser.')

const SIZES = [
  [1280, 'light'],
  [1280, 'dark'],
  [400, 'light'],
  [400, 'dark'],
] as const

describe.skipIf(!path)('in a browser the report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'peering-report-'))
  const file = join(folder, 'report.html')
  let browser: Browser
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    const report = { ...(await reportOfText(TROUBLED)), provenance: PROVENANCE }
    writeFileSync(file, reportText('html', asLive(report)))
    writeFileSync(join(folder, 'report.xml'), reportText('xml', report))
    browser = await launch(path ?? '')
    const context = await browser.newContext({ offline: true })
    page = await context.newPage()
    page.on('console', message => complaints.push(message.text()))
    page.on('pageerror', error => complaints.push(error.message))
    page.on('request', request => {
      if (!/^(?:file|data):/.test(request.url())) complaints.push(`asks for ${request.url()}`)
    })
    await page.goto(pathToFileURL(file).href)
  })

  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(SIZES)('has room at %d pixels in %s', async (width, colorScheme) => {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    const { scrollWidth, outside } = await page.evaluate(MEASURE)
    expect(scrollWidth).toBe(width)
    // What stands out at the side can be read by nobody; tables may be scrolled.
    expect(outside).toEqual([])
  })

  test.each(['light', 'dark'] as const)('can be read in %s', async colorScheme => {
    await page.emulateMedia({ colorScheme })
    expect(await page.evaluate(CONTRASTS)).toEqual([])
  })

  test('has lines in every plot, as high as what they show', async () => {
    const plots = await page.evaluate(PLOTS)
    expect(plots.length).toBe(8 + 3 * 4 + 1)
    expect(plots.filter(({ points, height }) => points < 10 || height < 60)).toEqual([])
    const rates = plots.find(({ title }) => title === 'Tasks a second')
    expect(rates?.swing).toBeGreaterThan(20)
  })

  test('shows the values under the pointer, in all plots of that axis', async () => {
    await page.setViewportSize({ width: 1280, height: 900 })
    const plot = page.locator('.plot .pane').first()
    await plot.hover()
    const shown = page.locator('.plot:not(.small) output')
    const texts = (await shown.allTextContents()).filter(text => text !== '')
    expect(texts.length).toBeGreaterThan(8)
    await page.mouse.move(2, 2)
    expect((await shown.allTextContents()).join('')).toBe('')
  })

  test('shows the time at the cursor, and keys move it', async () => {
    const pane = page.locator('.plot .pane').nth(1)
    const time = page.locator('.cursor b')
    await pane.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(await time.first().textContent()).toBe('3 s – 4 s')
    expect(await pane.locator('.cursor').isVisible()).toBe(true)
    await page.keyboard.press('End')
    expect(await time.last().textContent()).not.toBe('39 s – 40 s')
    expect(await time.nth(3).textContent()).toBe('39 s – 40 s')
    const { outside } = await page.evaluate(MEASURE)
    expect(outside).toEqual([])
    const value = page.locator('.plot').nth(1).locator('output').first()
    expect(await value.textContent()).toMatch(/^[\d.]+ m?s$/)
    await page.keyboard.press('Escape')
    expect(await pane.locator('.cursor').isVisible()).toBe(false)
    expect(await value.textContent()).toBe('')
  })

  test('has a text for each picture', async () => {
    const silent = 'svg:not([aria-hidden]):not([role=img][aria-label])'
    expect(await page.locator(silent).count()).toBe(0)
  })

  test('has a sister in XML that can be parsed', async () => {
    await page.goto(pathToFileURL(join(folder, 'report.xml')).href)
    expect(await page.locator('parsererror').count()).toBe(0)
    await page.goto(pathToFileURL(file).href)
  })

  test('asks for nothing and complains of nothing', () => {
    expect(complaints).toEqual([])
  })
})

/** How wide the page is, and what sticks out of it. In the browser, so as text. */
const MEASURE = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement
  const outside = [...document.querySelectorAll('main *')]
    .filter(each => !each.closest('.wide'))
    .filter(each => {
      const { left, right, width } = each.getBoundingClientRect()
      return width > 0 && (left < -0.5 || right > clientWidth + 0.5)
    })
    .map(each => each.outerHTML.slice(0, 80))
  return { scrollWidth, outside }
})()` as unknown as () => { scrollWidth: number; outside: string[] }

const PLOTS = `[...document.querySelectorAll('.plot')].map(plot => {
  const paths = [...plot.querySelectorAll('.pane .line')]
  const boxes = paths.map(path => path.getBoundingClientRect())
  return {
    title: plot.querySelector('b').textContent,
    points: Math.max(...paths.map(path => path.getAttribute('d').split(/[ML]/).length)),
    height: plot.querySelector('.pane').getBoundingClientRect().height,
    swing: Math.max(...boxes.map(box => box.height)),
  }
})` as unknown as () => { title: string; points: number; height: number; swing: number }[]

/** Texts whose contrast with what is behind them is less than 4.5 to 1 (WCAG 2, AA). */
const CONTRASTS = `(() => {
  const rgba = text => {
    const numbers = text.match(/[\\d.]+/g).map(Number)
    const scale = text.startsWith('color(') ? 255 : 1
    const [r, g, b, a = 1] = numbers
    return [r * scale, g * scale, b * scale, a]
  }
  const light = ([r, g, b]) => {
    const part = each => (each /= 255) <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
  }
  const over = ([r, g, b, a], below) =>
    [r, g, b].map((each, index) => each * a + below[index] * (1 - a))
  const behind = each => {
    const chain = []
    for (let at = each; at; at = at.parentElement) {
      chain.push(rgba(getComputedStyle(at).backgroundColor))
    }
    return chain.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255])
  }
  const pale = []
  for (const each of document.querySelectorAll('main *')) {
    const own = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== '')
    if (!own) continue
    const style = getComputedStyle(each)
    const color = each.ownerSVGElement ? style.fill : style.color
    const [a, b] = [light(rgba(color)), light(behind(each))]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (contrast < 4.5) pale.push(each.textContent + ' ' + contrast.toFixed(2))
  }
  return [...new Set(pale)]
})()` as unknown as () => string[]
