import { describe, expect, it } from 'vitest'
import { summarise, type VitestReport } from './summary.ts'

const report = (files: VitestReport['testResults'], passed: number, failed: number): VitestReport => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults: files,
})

describe('the summary of a test run', () => {
  it('counts a file that did not load as one failure', () => {
    const files = [{ name: 'a', status: 'failed', message: 'SyntaxError', assertionResults: [] }]
    expect(summarise(report(files, 4, 0), false)).toEqual({ passed: 4, failed: 1, skipped: [] })
  })

  it('does not count a failed file twice', () => {
    const files = [{ name: 'a', status: 'failed', assertionResults: [{ fullName: 'x', status: 'failed' }] }]
    expect(summarise(report(files, 4, 1), false).failed).toBe(1)
  })

  it('fails a run that ended badly without a failed test', () => {
    expect(summarise(report([], 4, 0), false).failed).toBe(1)
  })

  it('names what was skipped', () => {
    const files = [{ name: 'a', status: 'passed', assertionResults: [{ fullName: 'smoke', status: 'pending' }] }]
    expect(summarise(report(files, 0, 0), true)).toEqual({ passed: 0, failed: 0, skipped: ['smoke'] })
  })
})
