import type { BackgroundSteps } from './jobs/background/background-kind.ts'
import { deleteFolderStep } from './buckets/folders/delete-folder.ts'
import { moveFolderStep } from './buckets/folders/move-folder.ts'
import { replayStep } from './monitoring/sinks/replay-step.ts'
import { backfillStep } from './triggers/backfill-step.ts'
import { cancelStep, purgeStep, redriveStep } from './jobs/tasks/bulk/steps.ts'

/** What the background actions do, except for those that call functions. */
export const backgroundSteps: Omit<BackgroundSteps, 'functions.replay'> = {
  'tasks.redrive': redriveStep,
  'tasks.purge': purgeStep,
  'tasks.cancel': cancelStep,
  'triggers.backfill': backfillStep,
  'objects.delete': deleteFolderStep,
  'objects.move': moveFolderStep,
  'sinks.replay': replayStep,
}
