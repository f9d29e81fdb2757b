import { expect, test } from 'vitest'
import { messageParts } from '#core/node/message.ts'

test('A sentence has the name of its column as it is, whatever signs it has', () => {
  const message = '{column} is no number: {raw}'
  expect(messageParts(message, 'n')).toEqual(['n is no number: ', ''])
  expect(messageParts(message, 'a $& $$ {raw}')).toEqual(['a $& $$ {raw} is no number: ', ''])
})
