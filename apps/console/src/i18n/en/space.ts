import alerts from './alerts.ts'
import background from './background.ts'
import boards from './boards.ts'
import buckets from './buckets.ts'
import changed from './changed.ts'
import events from './events.ts'
import fn from './function.ts'
import instances from './instances.ts'
import gateway from './gateway.ts'
import issues from './issues.ts'
import json from './json.ts'
import layers from './layers.ts'
import logs from './logs.ts'
import sinks from './sinks.ts'
import members from './members.ts'
import tasks from './tasks.ts'
import exchange from './exchange.ts'
import traces from './traces.ts'
import trash from './trash.ts'
import triggers from './triggers.ts'
import usage from './usage.ts'

export default {
  ...gateway,
  ...layers,
  ...logs,
  alerts,
  background,
  boards,
  buckets,
  changed,
  events,
  fn,
  instances,
  issues,
  json,
  members,
  sinks,
  tasks,
  exchange,
  traces,
  trash,
  triggers,
  usage,
}
