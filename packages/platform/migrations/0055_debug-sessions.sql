CREATE TABLE "debug_sessions" (
	"developer" text PRIMARY KEY NOT NULL,
	"session" uuid NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL
);
