CREATE TABLE "background_actions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"total" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"stopping" boolean DEFAULT false NOT NULL,
	"detail" jsonb NOT NULL,
	"position" text,
	"started_by" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"error" text
);
--> statement-breakpoint
ALTER TABLE "tasks" ADD COLUMN "redrive_id" uuid;--> statement-breakpoint
ALTER TABLE "background_actions" ADD CONSTRAINT "background_actions_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "background_actions_space" ON "background_actions" USING btree ("space_id","id");--> statement-breakpoint
CREATE INDEX "tasks_dead_letters" ON "tasks" USING btree ("space_id","id") WHERE "tasks"."state" = 'dead';--> statement-breakpoint
CREATE INDEX "tasks_redrive" ON "tasks" USING btree ("redrive_id","state") WHERE "tasks"."redrive_id" is not null;