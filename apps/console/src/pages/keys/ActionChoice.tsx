import { type Action, ACTIONS, ROLE_ACTIONS } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Segmented } from '../../ui/Segmented.tsx'

interface ActionChoiceProps {
  /** Actions, or only "*". */
  value: readonly (Action | '*')[]
  onChange: (value: (Action | '*')[]) => void
}

/** Presets for most keys; other combinations are chosen one by one. */
const PRESETS = {
  invoke: ['functions:invoke'],
  deploy: ['spaces:read', 'functions:read', 'functions:write', 'versions:publish', 'aliases:write', 'triggers:write'],
  observe: ROLE_ACTIONS.viewer,
  all: ['*'],
} as const satisfies Record<string, readonly (Action | '*')[]>
type Preset = keyof typeof PRESETS

export function ActionChoice({ value, onChange }: ActionChoiceProps) {
  const { t } = useTranslation()
  const chosen = new Set<string>(value)
  const names = Object.keys(PRESETS) as Preset[]
  const preset =
    names.find((name) => PRESETS[name].length === chosen.size && PRESETS[name].every((action) => chosen.has(action))) ??
    'custom'
  const all = chosen.has('*')
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium text-fg-2">{t('common.actions')}</legend>
      <Segmented
        label={t('keys.presets')}
        value={preset}
        onChange={(name) => name !== 'custom' && onChange([...PRESETS[name]])}
        options={[
          ...names.map((name) => ({ value: name, label: t(`keys.preset.${name}`) })),
          ...(preset === 'custom' ? [{ value: 'custom' as const, label: t('keys.preset.custom') }] : []),
        ]}
        className="mb-2 max-w-full overflow-x-auto"
      />
      <div className="grid grid-cols-3 rounded-field border border-line px-3 py-1.5 narrow:grid-cols-2">
        {ACTIONS.map((action) => (
          <Checkbox
            key={action}
            checked={all || chosen.has(action)}
            disabled={all}
            onChange={(checked) => onChange(checked ? [...value, action] : value.filter((other) => other !== action))}
          >
            <span className="mono cut block leading-5">{action}</span>
          </Checkbox>
        ))}
      </div>
    </fieldset>
  )
}
