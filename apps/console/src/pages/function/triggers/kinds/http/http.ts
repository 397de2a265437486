import { Globe } from 'lucide-react'
import type { TriggerView } from '../kind.ts'
import { HttpDetails } from './HttpDetails.tsx'
import { HttpForm } from './HttpForm.tsx'
import { HttpSource } from './HttpSource.tsx'

export const http: TriggerView<'http'> = {
  icon: Globe,
  backfills: false,
  Source: HttpSource,
  Details: HttpDetails,
  Form: HttpForm,
}
