import { HMAC_PRESETS, type HttpAuth } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { Field, Input, Textarea } from '../../ui/Field.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Select } from '../../ui/Select.tsx'
import type { AccessDraft } from './access-draft.ts'

const AUTHS: readonly HttpAuth[] = ['none', 'key', 'space', 'jwt', 'hmac']

interface AccessFieldsProps {
  value: AccessDraft
  onChange: (value: AccessDraft) => void
  /** A secret is stored already: an empty field keeps it. */
  hasSecret: boolean
  /** What is wrong with a field, by its path such as "jwt.issuer". */
  errorAt: (path: string) => string | undefined
}

/** Who may call a URL: the kind, and the settings of that kind. */
export function AccessFields({ value, onChange, hasSecret, errorAt }: AccessFieldsProps) {
  const { t } = useTranslation()
  const set = (part: Partial<AccessDraft>) => onChange({ ...value, ...part })
  const text = (name: 'jwksUrl' | 'issuer' | 'audience' | 'toleranceSeconds') => ({
    value: value[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  })
  // What is still empty is not marked: the button says that fields are to be filled in.
  const wrong = (path: string, typed: string) => (typed === '' ? undefined : errorAt(path))
  return (
    <>
      <Field label={t('fn.triggers.auth')} hint={t(`fn.triggers.authHint.${value.auth}`)} error={errorAt('auth')}>
        <Select
          value={value.auth}
          onChange={(auth) => set({ auth })}
          options={AUTHS.map((auth) => ({ value: auth, label: t(`fn.triggers.authName.${auth}`) }))}
        />
      </Field>
      {value.auth === 'jwt' && (
        <>
          <div className="grid grid-cols-2 gap-3 narrow:grid-cols-1">
            <Field label={t('callers.jwt.issuer')} error={wrong('jwt.issuer', value.issuer)}>
              <Input mono placeholder="https://login.example.org/" {...text('issuer')} />
            </Field>
            <Field label={t('callers.jwt.audience')} error={wrong('jwt.audience', value.audience)}>
              <Input mono placeholder="shop-api" {...text('audience')} />
            </Field>
          </div>
          <div className="grid gap-2">
            <Segmented
              label={t('callers.jwt.keys')}
              value={value.keysFrom}
              onChange={(keysFrom) => set({ keysFrom })}
              options={[
                { value: 'url', label: t('callers.jwt.fromUrl') },
                { value: 'key', label: t('callers.jwt.fromKey') },
              ]}
            />
            {value.keysFrom === 'url' ? (
              <Field
                label={t('callers.jwt.url')}
                hint={t('callers.jwt.urlHint')}
                error={wrong('jwt.jwksUrl', value.jwksUrl)}
              >
                <Input mono placeholder="https://login.example.org/.well-known/jwks.json" {...text('jwksUrl')} />
              </Field>
            ) : (
              <Field label={t('callers.jwt.publicKey')} error={wrong('jwt.publicKey', value.publicKey)}>
                <Textarea
                  mono
                  rows={4}
                  placeholder="-----BEGIN PUBLIC KEY-----"
                  value={value.publicKey}
                  onChange={(event) => set({ publicKey: event.target.value })}
                />
              </Field>
            )}
          </div>
          <Field label={t('callers.jwt.claims')} hint={t('callers.jwt.claimsHint')} error={errorAt('jwt.claims')}>
            <Textarea
              mono
              rows={2}
              placeholder="role=buyer"
              value={value.claims}
              onChange={(event) => set({ claims: event.target.value })}
            />
          </Field>
        </>
      )}
      {value.auth === 'hmac' && (
        <>
          <div className="grid grid-cols-2 gap-3 narrow:grid-cols-1">
            <Field label={t('callers.hmac.preset')}>
              <Select
                value={value.preset}
                onChange={(preset) => set({ preset })}
                options={HMAC_PRESETS.map((preset) => ({
                  value: preset,
                  label: t(`callers.hmac.presetName.${preset}`),
                }))}
              />
            </Field>
            <Field
              label={t('callers.hmac.tolerance')}
              hint={value.preset === 'github' ? t('callers.hmac.githubHint') : t('callers.hmac.toleranceHint')}
              error={errorAt('hmac.toleranceSeconds')}
            >
              <Input inputMode="numeric" {...text('toleranceSeconds')} />
            </Field>
          </div>
          <Field
            label={t('callers.hmac.secret')}
            hint={hasSecret ? t('callers.hmac.kept') : t('callers.hmac.secretHint')}
            error={errorAt('hmac.secret')}
          >
            <Input
              mono
              type="password"
              autoComplete="new-password"
              value={value.secret}
              onChange={(event) => set({ secret: event.target.value })}
            />
          </Field>
        </>
      )}
    </>
  )
}
