import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Later, later } from '#renderer/ui/Later.tsx'

const Part = () => <p>here</p>
const waiting = <p>not yet</p>

test('a part that was fetched ahead is drawn at once, and one that was not shows what waits in its place', async () => {
  const part = later(async () => Part)
  expect(renderToStaticMarkup(<Later part={part} waiting={waiting} />)).toContain('not yet')
  await part.ahead()
  expect(renderToStaticMarkup(<Later part={part} waiting={waiting} />)).toBe('<p>here</p>')
})

test('a part is fetched once, however often it is asked for', async () => {
  let loads = 0
  const part = later(async () => {
    loads++
    return Part
  })
  await Promise.all([part.ahead(), part.ahead()])
  expect(loads).toBe(1)
})
