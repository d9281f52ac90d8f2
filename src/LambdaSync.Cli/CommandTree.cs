using System.CommandLine;
using System.CommandLine.Help;
using LambdaSync.Cli.Commands;

namespace LambdaSync.Cli;

/// <summary>All nouns and verbs of the tool.</summary>
static class CommandTree
{
    public static Command Create(Terminal terminal)
    {
        var root = new Command("lambdasync", "Synchronizes a company's CRM with AWS (Partner Central, AWS Marketplace).")
        {
            DemoCommand.Create(terminal),
            ServeCommand.Create(terminal),
            SimulatorCommand.Create(terminal),
            BackfillCommand.Create(terminal),
            PauseCommand.Create(terminal),
            PauseCommand.CreateResume(terminal),
            new Command("opportunity", "Show opportunities, what keeps them from AWS, and request what is to be done with them.")
            {
                OpportunityListCommand.Create(terminal), OpportunityShowCommand.Create(terminal), OpportunityReadyCommand.Create(terminal),
                RequestCommand.Submit(terminal), RequestCommand.Associate(terminal), RequestCommand.Disassociate(terminal), RequestCommand.Assign(terminal), RequestCommand.LinkOffer(terminal),
            },
            new Command("engagement", "Show who works on an opportunity, and invite other partners.") { EngagementShowCommand.Create(terminal), RequestCommand.Invite(terminal) },
            new Command("lead", "Show leads of the CRM and of AWS's engagements, and request what is to be done with them.")
            {
                LeadListCommand.Create(terminal), LeadShowCommand.Create(terminal), RequestCommand.Qualify(terminal), RequestCommand.Convert(terminal),
                RequestCommand.CreateLead(terminal), RequestCommand.Import(terminal), RequestCommand.Enrich(terminal),
            },
            new Command("invitation", "List, show and answer invitations from AWS and other partners.")
            {
                InvitationListCommand.Create(terminal), InvitationShowCommand.Create(terminal), RequestCommand.Accept(terminal), RequestCommand.Reject(terminal),
            },
            ExplainCommand.Create(terminal),
            new Command("solution", "Copy the partner's solutions.") { SolutionRefreshCommand.Create(terminal) },
            new Command("file", "Read and write files of the exchange with AWS.") { FileReadCommand.Create(terminal), FileWriteCommand.Create(terminal), FileResultsCommand.Create(terminal), FilePullCommand.Create(terminal) },
            new Command("migrate", "Change from files to Partner Central's API.") { MigrateCheckCommand.Create(terminal), MigrateBackfillCommand.Create(terminal), MigrateSetCommand.Create(terminal) },
            new Command("map", "Apply a mapping to records, one JSON document per line.") { MapInCommand.Create(terminal), MapOutCommand.Create(terminal) },
            new Command("mapping", "Check, draft and publish mappings, print their schema.") { MappingCheckCommand.Create(terminal), MappingAutoCommand.Create(terminal), MappingPublishCommand.Create(terminal), MappingSchemaCommand.Create(terminal) },
            new Command("log", "Show the sync log, correct and replay its records.") { LogListCommand.Create(terminal), LogShowCommand.Create(terminal), LogEditCommand.Create(terminal), LogReplayCommand.Create(terminal) },
            new Command("deadletter", "List and replay messages that failed every time and files that got stuck.") { DeadLetterListCommand.Create(terminal), DeadLetterReplayCommand.Create(terminal) },
            new Command("record", "Reconcile and clone records.") { RecordRefreshCommand.Create(terminal), RecordCloneCommand.Create(terminal) },
            new Command("schedule", "List and change the schedules of sweeps.") { ScheduleListCommand.Create(terminal), ScheduleSetCommand.Create(terminal), ScheduleOffCommand.Create(terminal) },
            new Command("product", "List products of AWS Marketplace.") { ProductListCommand.Create(terminal) },
            new Command("offer", "Check, create and change private offers of AWS Marketplace.")
            {
                OfferReadCommands.List(terminal), OfferReadCommands.ShowStatus(terminal), OfferReadCommands.Url(terminal), OfferCheckCommand.Create(terminal), OfferWriteCommands.Create(terminal), OfferWriteCommands.Draft(terminal),
                OfferWriteCommands.Publish(terminal), OfferWriteCommands.Expiry(terminal), OfferWriteCommands.Cancel(terminal), OfferWriteCommands.Clone(terminal), OfferWriteCommands.Replace(terminal), OfferWriteCommands.UploadEula(terminal),
            },
            new Command("offer-set", "Offers of AWS Marketplace that a buyer accepts together.") { OfferSetCommands.List(terminal), OfferSetCommands.Status(terminal), OfferSetCommands.Create(terminal) },
            new Command("change-set", "Show and cancel what was sent to AWS Marketplace.") { ChangeSetCommands.List(terminal), ChangeSetCommands.Cancel(terminal) },
            new Command("resale", "Authorize channel partners to sell products of AWS Marketplace.") { ResaleCommands.List(terminal), ResaleCommands.Status(terminal), ResaleCommands.Create(terminal), ResaleCommands.Publish(terminal), ResaleCommands.Modify(terminal), ResaleCommands.Clone(terminal), ResaleCommands.Replace(terminal), ResaleCommands.Restrict(terminal) },
            new Command("agreement", "Show agreements of AWS Marketplace, and request what follows a sale.")
            {
                AgreementReadCommands.List(terminal), AgreementReadCommands.Show(terminal), AgreementWriteCommands.Invoices(terminal), AgreementWriteCommands.Requests(terminal), AgreementWriteCommands.Cancel(terminal),
                AgreementWriteCommands.Adjust(terminal), AgreementWriteCommands.RequestPayment(terminal), AgreementWriteCommands.Withdraw(terminal),
            },
            new Command("report", "Count what there is, by status.") { ReportMarketplaceCommand.Create(terminal) },
            new Command("payment-schedule", "Make and check the installments of a private offer.") { PaymentScheduleCommands.Make(terminal), PaymentScheduleCommands.Check(terminal) },
            new Command("quota", "Show AWS's quotas and what is used of them.") { QuotaListCommand.Create(terminal) },
            new Command("notification", "List notifications from AWS.") { NotificationListCommand.Create(terminal) },
            new Command("crm", "Work with the CRM: its connection, and the records of the built-in one.")
            {
                CrmListCommand.Create(terminal), CrmShowCommand.Create(terminal), CrmSetCommand.Create(terminal), CrmImportCommand.Create(terminal), CrmUsageCommand.Create(terminal), CrmDescribeCommand.Create(terminal),
                CrmCheckCommand.Create(terminal), CrmTakeoverCommand.Create(terminal),
            },
        };
        // A RootCommand would be called by its file's name, which is another than the tool's.
        root.Add(CompletionCommand.Create(terminal));
        root.Add(CompletionCommand.CreateComplete(root, terminal));
        var help = new HelpOption { Recursive = true };
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        root.Add(help);
        root.Add(new VersionOption());
        return root;
    }
}
