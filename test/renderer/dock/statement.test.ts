import { describe, expect, test } from 'vitest'
import { statementText } from '#renderer/dock/statement.ts'

describe('what a statement does', () => {
  test('is said with the nodes whose work it is', () => {
    expect(statementText(['Orders'], null)).toBe('The work of Orders. First rows can be told before all are read.')
    expect(statementText(['Orders', 'Clean', 'Recent'], null)).toMatch(
      /^One statement for 3 nodes: Orders, Clean and Recent\. First rows/,
    )
  })

  test('is said with the node that needs all rows', () => {
    expect(statementText(['Orders', 'By region'], 'By region')).toBe(
      'One statement for 2 nodes: Orders and By region. By region reads all its rows before it tells one.',
    )
  })
})
