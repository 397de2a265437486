export default function ConfigurationTab() {
  return null
}
