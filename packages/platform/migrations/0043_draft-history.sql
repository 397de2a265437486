CREATE TABLE "draft_editors" (
	"function_id" uuid NOT NULL,
	"tab" uuid NOT NULL,
	"owner" text NOT NULL,
	"name" text NOT NULL,
	"file" text,
	"line" integer,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "draft_editors_function_id_tab_pk" PRIMARY KEY("function_id","tab")
);
--> statement-breakpoint
CREATE TABLE "draft_saves" (
	"function_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"code_bytes" integer NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"saved_by" text,
	"change" jsonb,
	CONSTRAINT "draft_saves_function_id_id_pk" PRIMARY KEY("function_id","id")
);
--> statement-breakpoint
ALTER TABLE "drafts" ADD COLUMN "change" jsonb;--> statement-breakpoint
ALTER TABLE "draft_editors" ADD CONSTRAINT "draft_editors_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "draft_saves" ADD CONSTRAINT "draft_saves_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "draft_saves_code" ON "draft_saves" USING btree ("code_hash");--> statement-breakpoint
CREATE INDEX "draft_saves_age" ON "draft_saves" USING btree ("id");