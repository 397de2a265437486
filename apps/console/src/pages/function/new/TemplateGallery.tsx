import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import {
  CalendarClock,
  ChartColumn,
  Coffee,
  FileInput,
  Globe,
  ListTodo,
  type LucideIcon,
  Siren,
  Terminal,
  Webhook,
} from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { TEMPLATES, type TemplateId } from './gallery.ts'

const ICONS: Record<TemplateId, LucideIcon> = {
  'hono-api': Globe,
  'scheduled-report': CalendarClock,
  'upload-reaction': FileInput,
  'signed-webhook': Webhook,
  'log-alarm': Siren,
  'queue-worker': ListTodo,
  'python-csv': ChartColumn,
  'java-handler': Coffee,
  'hello-shell': Terminal,
}

export function TemplateGallery({ value, onChange }: { value: TemplateId; onChange(id: TemplateId): void }) {
  const { t } = useTranslation()
  return (
    <RadioGroup
      aria-label={t('fn.create.template')}
      value={value}
      onValueChange={(next: TemplateId) => onChange(next)}
      className="grid grid-cols-3 gap-px overflow-hidden rounded-field border border-line-input bg-line compact:grid-cols-2 narrow:grid-cols-1"
    >
      {TEMPLATES.map(({ id, runtime }) => {
        const Icon = ICONS[id]
        return (
          <Radio.Root
            key={id}
            value={id}
            className="flex cursor-pointer items-start gap-2.5 bg-canvas px-3 py-2 text-left outline-offset-[-2px] hover:bg-hover data-checked:bg-selected data-checked:shadow-[inset_2px_0_0_var(--accent)]"
          >
            <Icon size={15} strokeWidth={1.75} className="mt-0.5 shrink-0 text-fg-2" />
            <span className="min-w-0 flex-1">
              <span className="flex items-baseline gap-2">
                <span className="cut flex-1 font-name">{t(`fn.template.${id}.name`)}</span>
                <span className="mono text-sm text-fg-3">{runtime}</span>
              </span>
              <span className="block text-sm text-fg-2">{t(`fn.template.${id}.hint`)}</span>
            </span>
          </Radio.Root>
        )
      })}
    </RadioGroup>
  )
}
