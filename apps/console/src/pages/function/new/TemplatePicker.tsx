import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { useTranslation } from '../../../i18n/index.ts'
import { isText } from '../files/files.ts'
import type { Template, TemplateId } from './templates.ts'

interface TemplatePickerProps {
  templates: readonly Template[]
  value: TemplateId
  onChange(template: TemplateId): void
}

/** Templates on the left, files of the chosen one on the right. */
export function TemplatePicker({ templates, value, onChange }: TemplatePickerProps) {
  const { t } = useTranslation()
  const chosen = templates.find(({ id }) => id === value) ?? templates[0]!
  const [path, content] = Object.entries(chosen.files)[0]!
  return (
    <div className="grid max-w-[1040px] gap-1">
      <span aria-hidden="true" className="text-sm font-medium text-fg-2">
        {t('fn.create.template')}
      </span>
      <div className="grid grid-cols-[320px_minmax(0,1fr)] overflow-hidden rounded-field border border-line-strong narrow:grid-cols-1">
        <RadioGroup
          aria-label={t('fn.create.template')}
          value={value}
          onValueChange={(next: TemplateId) => onChange(next)}
        >
          {templates.map(({ id }) => (
            <Radio.Root
              key={id}
              value={id}
              className="block border-b border-line px-3 py-2 outline-offset-[-2px] last-of-type:border-b-0 hover:bg-hover data-checked:bg-selected data-checked:shadow-[inset_2px_0_0_var(--accent)]"
            >
              <span className="block font-name">{t(`fn.template.${id}.name`)}</span>
              <span className="block text-sm text-fg-2">{t(`fn.template.${id}.hint`)}</span>
            </Radio.Root>
          ))}
        </RadioGroup>
        <figure className="min-w-0 border-l border-line bg-sunken narrow:border-t narrow:border-l-0">
          <figcaption className="mono flex h-8 items-center gap-2 border-b border-line px-3 text-fg-2">
            {path}
            {Object.keys(chosen.files).length > 1 && (
              <span className="font-ui text-sm text-fg-3">
                {t('fn.create.moreFiles', { count: Object.keys(chosen.files).length - 1 })}
              </span>
            )}
          </figcaption>
          <pre
            // Focusable, so that the keyboard can scroll it.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            aria-label={path}
            className="h-64 overflow-auto px-3 py-2 text-[12px]/[18px] outline-offset-[-2px]"
          >
            {isText(content) && content}
          </pre>
        </figure>
      </div>
    </div>
  )
}
