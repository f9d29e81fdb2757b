import { oneOf } from '../args.ts'
import { lookAtPort } from '../port.ts'
import { profileLines } from '../profile-lines.ts'
import type { VerbModule } from '../verbs.ts'

export const run: VerbModule['run'] = async (args, io) => {
  const format = oneOf(args, 'format', ['table', 'json'])
  return lookAtPort('profile', args, io, async (engine, request, at) => {
    const profile = await engine.profile(request, at, io.signal)
    if (format === 'json') io.out(JSON.stringify(profile))
    else for (const line of profileLines(profile)) io.out(line)
  })
}
