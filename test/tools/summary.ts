/** The part of vitest's JSON report that is read. */
export interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

export interface Summary {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly string[]
}

const ran: ReadonlySet<string> = new Set(['passed', 'failed'])

/** Counts a report: a file that failed without a failed test (it did not load) is one failure, and so is a bad end. */
export const summarise = (report: VitestReport, endedWell: boolean): Summary => {
  const unloaded = report.testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  )
  const skipped = report.testResults.flatMap(file =>
    file.assertionResults.filter(test => !ran.has(test.status)).map(test => test.fullName),
  )
  const failed = report.numFailedTests + unloaded.length
  return { passed: report.numPassedTests, failed: failed === 0 && !endedWell ? 1 : failed, skipped }
}
