import { spacesQuery } from '../../api/spaces.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { useWholeList } from '../../components/useWholeList.ts'

interface SpaceChoiceProps {
  /** Names, or only "*". */
  value: readonly string[]
  onChange: (value: string[]) => void
}

export function SpaceChoice({ value, onChange }: SpaceChoiceProps) {
  const { t } = useTranslation()
  const spaces = useWholeList(spacesQuery).data ?? []
  const all = value.includes('*')
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium text-fg-2">{t('shell.spaces')}</legend>
      <div className="rounded-field border border-line px-3 py-1.5">
        <Checkbox checked={all} onChange={(checked) => onChange(checked ? ['*'] : [])}>
          {t('keys.everySpace')}
        </Checkbox>
        {!all && (
          <div className="mt-1 grid max-h-36 grid-cols-2 overflow-y-auto border-t border-line pt-1 narrow:grid-cols-1">
            {spaces.map(({ name }) => (
              <Checkbox
                key={name}
                checked={value.includes(name)}
                onChange={(checked) => onChange(checked ? [...value, name] : value.filter((other) => other !== name))}
              >
                <span className="cut block">{name}</span>
              </Checkbox>
            ))}
          </div>
        )}
      </div>
    </fieldset>
  )
}
