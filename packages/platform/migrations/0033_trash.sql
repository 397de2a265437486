CREATE TABLE "removed_spaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"removed_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trash" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"name" text NOT NULL,
	"trashed_at" timestamp (3) with time zone NOT NULL,
	"trashed_by" text NOT NULL,
	"with_space" boolean NOT NULL,
	"rows" json NOT NULL,
	"route_ids" uuid[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "firings" DROP CONSTRAINT "firings_trigger_id_triggers_id_fk";
--> statement-breakpoint
ALTER TABLE "alias_moves" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "aliases" ADD COLUMN "protected" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "functions" ADD COLUMN "keep_versions" integer;--> statement-breakpoint
ALTER TABLE "spaces" ADD COLUMN "trashed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "spaces" ADD COLUMN "trashed_by" text;--> statement-breakpoint
ALTER TABLE "spaces" ADD COLUMN "trashed_name" text;--> statement-breakpoint
ALTER TABLE "trash" ADD CONSTRAINT "trash_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "trash_space" ON "trash" USING btree ("space_id");--> statement-breakpoint
CREATE INDEX "trash_age" ON "trash" USING btree ("trashed_at");