import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The projects whose files take longest come first, so that all workers end together. */
const projects = ['browser', 'apart', 'engine', 'unit']

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const place = ({ project }: TestSpecification) => projects.indexOf(project.name)
    return sorted.toSorted((a, b) => place(a) - place(b))
  }
}
