package alcove;

/**
 * An event that is stored.
 * @param id the event's own
 * @param eventId Alcove's; null for a duplicate
 */
public record PublishedEvent(String id, String source, String eventId, boolean duplicate) {}
