import { RadioTower } from 'lucide-react'
import type { TriggerView } from '../kind.ts'
import { EventDetails } from './EventDetails.tsx'
import { EventForm } from './EventForm.tsx'
import { EventSource } from './EventSource.tsx'

export const event: TriggerView<'event'> = {
  icon: RadioTower,
  backfills: false,
  Source: EventSource,
  Details: EventDetails,
  Form: EventForm,
}
