export default function TriggersTab() {
  return null
}
