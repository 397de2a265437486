CREATE TABLE "settings" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"space_storage_max_mb" integer DEFAULT 10240 NOT NULL,
	CONSTRAINT "settings_only" CHECK ("settings"."only")
);
