import { expect, test } from 'vitest'
import { commands } from '#renderer/app/commands.ts'

test('No two commands answer to the same key', () => {
  const keys = commands.flatMap(command => command.keys)
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})

test('No two commands have the same id or the same title', () => {
  expect(new Set(commands.map(command => command.id)).size).toBe(commands.length)
  expect(new Set(commands.map(command => command.title)).size).toBe(commands.length)
})

test('A key that types a letter works on the canvas alone', () => {
  const letters = commands.filter(command => command.keys.some(key => key.length === 1))
  expect(letters.filter(command => command.where !== 'canvas').map(command => command.id)).toEqual([])
})
