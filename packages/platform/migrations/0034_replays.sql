CREATE TABLE "replay_calls" (
	"replay_id" uuid NOT NULL,
	"place" integer NOT NULL,
	"recorded" jsonb NOT NULL,
	"verdict" text NOT NULL,
	"reason" text,
	"replayed" jsonb,
	"diffs" json NOT NULL,
	CONSTRAINT "replay_calls_replay_id_place_pk" PRIMARY KEY("replay_id","place")
);
--> statement-breakpoint
CREATE TABLE "replays" (
	"id" uuid PRIMARY KEY NOT NULL,
	"function_id" uuid NOT NULL,
	"qualifier" text NOT NULL,
	"version" integer,
	"outgoing" text NOT NULL,
	"ignore" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "replay_calls" ADD CONSTRAINT "replay_calls_replay_id_replays_id_fk" FOREIGN KEY ("replay_id") REFERENCES "public"."replays"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replays" ADD CONSTRAINT "replays_id_background_actions_id_fk" FOREIGN KEY ("id") REFERENCES "public"."background_actions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "replays" ADD CONSTRAINT "replays_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "replays_function" ON "replays" USING btree ("function_id","id");