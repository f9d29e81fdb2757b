import { describe, expect, test } from 'vitest'
import { inserted, suggestions } from '#renderer/monaco/completion.ts'
import { offersAt } from '#renderer/monaco/PlainCode.tsx'

const context = {
  columns: [
    { name: 'amount', type: 'DOUBLE' },
    { name: 'net amount', type: 'DOUBLE' },
  ],
  params: ['since'],
}
const labels = (text: string) => offersAt(text, text.length, context, false).found.map(each => each.label)

describe('offers in the plain field', () => {
  test('begin with the columns whose name begins so, then those that hold it', () => {
    expect(labels('x + amo').slice(0, 2)).toEqual(['amount', 'net amount'])
  })

  test('are none inside a text, for a number, or where nothing was begun', () => {
    expect(labels("status = 'amo")).toEqual([])
    expect(labels('12')).toEqual([])
    expect(labels('amount ')).toEqual([])
  })

  test('are put in with quotes or with the caret between parentheses', () => {
    const [quoted] = offersAt('net', 3, context, false).found
    expect(quoted && inserted('net', 3, 3, quoted).text).toBe('"net amount"')
    const call = suggestions('rou', context, false).items.find(each => each.label === 'round')
    expect(call && inserted('rou', 3, 3, call)).toEqual({ text: 'round()', at: 6 })
  })
})
