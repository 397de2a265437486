import type { CallReport, CapturedLine, ExecutionError, RecordedPayload, RevisionBuild } from '@alcove/contract'
import { awaitBuild } from '@alcove/platform'
import type { Call, Outcome } from './call.ts'
import type { Core } from './core.ts'
import { errorLine } from './error-line.ts'
import { abortOnFault, faultOf, faultReport } from './fault.ts'
import { PayloadCapture } from './payload-capture.ts'
import { secretsOf } from './parameters/compiled.ts'
import { redactor } from './parameters/redactor.ts'
import { withDefaults } from './parameters/with-defaults.ts'
import { record } from './record.ts'
import { recordedInput } from './recorded-input.ts'
import type { Target } from './resolve.ts'
import { scopesOf } from './scopes-of.ts'
import { withinQuotas } from './within-quotas.ts'
import type { ResponseSink } from './response-sink.ts'
import { refusedMeanwhile, rightEnded } from './right-ended.ts'

/** Runs an admitted call if its quotas allow it, and records the outcome. Rejects only when the recorder fails. */
export function run(core: Core, call: Call, target: Target, sink: ResponseSink): Promise<Outcome> {
  const scopes = scopesOf(core.platform, call)
  if (scopes.length === 0) return execute(core, call, target, sink)
  return withinQuotas(core, call, target, scopes, () => execute(core, call, target, sink))
}

async function execute(core: Core, call: Call, target: Target, sink: ResponseSink): Promise<Outcome> {
  const { platform, engine } = core
  const { order, route, abort } = call
  const { signal } = abort
  const { version } = target
  const { parameters } = target.revision
  const event = parameters ? withDefaults(parameters, order.event!) : order.event!
  const secrets = secretsOf(parameters)
  const redact = secrets.size > 0 ? redactor(event, secrets) : null
  const startedAt = Date.now()
  const of = {
    spaceId: order.spaceId,
    functionId: order.functionId,
    function: route.function,
    version,
    invocationId: order.id,
    traceId: order.traceId,
    hops: order.hops,
    lineage: order.lineage,
    synthetic: order.synthetic,
  }
  const output = new PayloadCapture()
  let httpStatus: number | null = null
  let badHead: ExecutionError | null = null
  let buildMs: number | null = null
  let logBytes = 0
  let report: CallReport
  try {
    let { revision } = target
    // A call of code that is built already skips the extra microtask.
    if (isUnderWay(revision.build)) {
      const before = performance.now()
      revision = await awaitBuild(platform, revision, signal)
      buildMs = performance.now() - before
    }
    report = await engine.invoke(
      {
        revision,
        context: {
          invocationId: order.id,
          space: route.space,
          function: route.function,
          version: version === null ? 'draft' : String(version),
          qualifier: target.qualifier,
          trigger: order.trigger,
          triggerName: order.triggerName,
          traceId: order.traceId,
          hops: order.hops,
        },
        input: event,
        signal,
      },
      {
        head(head) {
          httpStatus = head.statusCode ?? 200
          try {
            badHead = sink.head(head) ?? null
          } catch (error) {
            return abortOnFault(abort, error)
          }
          if (badHead) abort.abort()
        },
        data(chunk) {
          if (badHead) return
          try {
            output.push(chunk)
            const taken = sink.data(chunk)
            if (taken) return taken.catch((error: unknown) => abortOnFault(abort, error))
          } catch (error) {
            abortOnFault(abort, error)
          }
        },
        log(written: CapturedLine) {
          try {
            const line = redact ? { ...written, message: redact(written.message) } : written
            platform.recorder.log(of, line)
            logBytes += Buffer.byteLength(line.message)
            sink.log?.(line.message)
          } catch (error) {
            abortOnFault(abort, error)
          }
        },
        ...(sink.coverage && { coverage: (report) => sink.coverage!(report) }),
        invoke: (inner) => core.callInner(core, call, inner),
        ask: (request) => core.answerGuest(core, call, request),
      },
    )
    if (buildMs !== null) report = withBuild(report, buildMs)
    const refusal = report.status === 'cancelled' && refusedMeanwhile(signal)
    if (refusal) report = rightEnded(report, refusal)
    const fault = signal.aborted && faultOf(signal)
    if (fault) {
      report = faultReport(order.id, report.durationMs, report)
      core.log.error({ err: fault.error, invocationId: order.id }, 'A call failed while it was answered')
    }
  } catch (error) {
    report = faultReport(order.id, Date.now() - startedAt)
    core.log.error({ err: error, invocationId: order.id }, 'A call failed')
  }
  if (badHead) report = { ...report, status: 'protocolError', code: 'ProtocolError', error: badHead }

  if (redact && report.error) report = { ...report, error: withoutSecrets(report.error, redact) }
  const line = errorLine(report, Date.now())
  if (line !== null) {
    platform.recorder.log(of, line)
    report = { ...report, logLines: report.logLines + 1 }
  }
  const failed = report.status !== 'success'
  const { id, room } = record(core, call, {
    target,
    startedAt,
    report,
    input: recordedInput(event, secrets),
    output: failed && output.bytes === 0 ? null : recordedOutput(output, redact),
    httpStatus: badHead || report.status === 'systemError' ? null : httpStatus,
  })
  if (room) await room
  return { id, version, report, logBytes }
}

type Redact = ReturnType<typeof redactor> | null

function withoutSecrets({ name, message, stack }: ExecutionError, redact: NonNullable<Redact>): ExecutionError {
  return { name: redact(name), message: redact(message), ...(stack !== undefined && { stack: redact(stack) }) }
}

function recordedOutput(output: PayloadCapture, redact: Redact): RecordedPayload {
  const recorded = output.recorded()
  return redact ? { ...recorded, text: redact(recorded.text) } : recorded
}

/** The wait for a build comes before everything that the engine reports. */
function withBuild(report: CallReport, build: number): CallReport {
  return { ...report, durationMs: build + report.durationMs, phases: { build, ...report.phases } }
}

function isUnderWay(build: RevisionBuild | null): boolean {
  return build !== null && build.output === null && build.error === null
}
