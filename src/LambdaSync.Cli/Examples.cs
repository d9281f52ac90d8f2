using System.CommandLine;

namespace LambdaSync.Cli;

/// <summary>Command lines that work as they stand, for <c>--help</c>. A test parses each of them.</summary>
static class Examples
{
    static readonly Dictionary<string, string[]> ByCommand = new(StringComparer.Ordinal)
    {
        ["lambdasync"] = ["lambdasync demo --data demo-data", "lambdasync serve --partner-central", "lambdasync log list --status Error"],
        ["lambdasync demo"] = ["lambdasync demo", "lambdasync demo --data demo-data", "lambdasync demo --wait", "lambdasync demo --crm salesforce", "lambdasync demo --deal marketplace", "lambdasync demo --transport files"],
        ["lambdasync demo files"] = ["lambdasync demo files", "lambdasync demo files --data files-data"],
        ["lambdasync serve"] =
        [
            "lambdasync serve --folder /srv/ace", "lambdasync serve --once --data demo-data", "lambdasync serve --partner-central --catalog Sandbox --data sandbox-data",
            "lambdasync serve --exchange s3://ace-example-prod --partner-id 1234567",
            "lambdasync serve --partner-central --events-queue https://sqs.us-east-1.amazonaws.com/123456789012/partner-events",
        ],
        ["lambdasync simulator"] = ["lambdasync simulator", "lambdasync simulator --port 0 --seed 100"],
        ["lambdasync backfill"] =
        [
            "lambdasync backfill --dry-run", "lambdasync backfill --stage Qualified --review-status Approved", "lambdasync backfill --modified-since 2026-01-31 --only-unlinked",
            "lambdasync backfill --resume backfill-20260131-120000-123 --max-changes 500",
        ],
        ["lambdasync opportunity list"] = ["lambdasync opportunity list --review-status Approved", "lambdasync opportunity list --sync-status Failed --output csv", "lambdasync opportunity list --stage Qualified --stack lambdasync"],
        ["lambdasync opportunity ready"] = ["lambdasync opportunity ready 0060000000001AAA", "lambdasync opportunity ready --all --output csv"],
        ["lambdasync explain"] = ["lambdasync explain O1000001", "lambdasync explain 0060000000001AAA --stack lambdasync"],
        ["lambdasync opportunity show"] = ["lambdasync opportunity show 0060000000001AAA --data demo-data", "lambdasync opportunity show O1000001", "lambdasync opportunity show O1000001 --catalog Sandbox --output json"],
        ["lambdasync opportunity submit"] =
        [
            "lambdasync opportunity submit O1000001", "lambdasync opportunity submit 0060000000001AAA --involvement-type Co-Sell --visibility Full --stack lambdasync",
            "lambdasync opportunity submit --stage Qualified --review-status \"Pending Submission\" --reason \"end of quarter\" --yes",
        ],
        ["lambdasync opportunity associate"] = ["lambdasync opportunity associate O1000001 --type Solutions --entity S-0000001", "lambdasync opportunity associate --from ids.txt --type AwsProducts --entity \"Amazon EC2\" --reason \"missing products\" --yes"],
        ["lambdasync opportunity disassociate"] = ["lambdasync opportunity disassociate O1000001 --type Solutions --entity S-0000001"],
        ["lambdasync opportunity assign"] = ["lambdasync opportunity assign O1000001 --email anna@example.com --first-name Anna --last-name Example"],
        ["lambdasync engagement show"] = ["lambdasync engagement show O1000001", "lambdasync engagement show eng-0123456789abcd --output json"],
        ["lambdasync engagement invite"] = ["lambdasync engagement invite O1000001 --account 123456789012 --responsibility Reseller --message 'Let us work on this together'"],
        ["lambdasync opportunity link-offer"] = ["lambdasync opportunity link-offer O1000001 --offer arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/offer-abc123"],
        ["lambdasync lead list"] = ["lambdasync lead list", "lambdasync lead list --output csv --stack lambdasync"],
        ["lambdasync lead show"] = ["lambdasync lead show eng-0123456789abcd", "lambdasync lead show 00Q0000000001AAA --output json"],
        ["lambdasync lead qualify"] = ["lambdasync lead qualify eng-0123456789abcd --status Qualified", "lambdasync lead qualify --from ids.txt --status Disqualified --reason \"no budget\" --yes"],
        ["lambdasync lead convert"] = ["lambdasync lead convert eng-0123456789abcd", "lambdasync lead convert 00Q0000000001AAA --stack lambdasync"],
        ["lambdasync lead create"] = ["lambdasync lead create 00Q0000000001AAA"],
        ["lambdasync lead import"] = ["lambdasync lead import --from ids.txt --reason \"the summit's leads\" --yes", "lambdasync lead import --field \"Status=Open - Not Contacted\" --reason summit --yes", "lambdasync lead import --file summit.csv --reason \"the summit's leads\" --yes"],
        ["lambdasync lead enrich"] = ["lambdasync lead enrich eng-0123456789abcd", "lambdasync lead enrich --from ids.txt --reason \"quarterly\" --yes"],
        ["lambdasync invitation list"] = ["lambdasync invitation list", "lambdasync invitation list --output csv --stack lambdasync"],
        ["lambdasync invitation show"] = ["lambdasync invitation show engi-0000000000002", "lambdasync invitation show 0060000000001AAA --output json"],
        ["lambdasync invitation accept"] = ["lambdasync invitation accept engi-0000000000002", "lambdasync invitation accept --from ids.txt --reason \"all of them fit\" --yes"],
        ["lambdasync invitation reject"] = ["lambdasync invitation reject engi-0000000000002 --reason \"Unable to support\""],
        ["lambdasync product list"] = ["lambdasync product list", "lambdasync product list --type SaaSProduct --output json"],
        ["lambdasync offer list"] = ["lambdasync offer list --status active", "lambdasync offer list --output csv"],
        ["lambdasync offer status"] = ["lambdasync offer status offer-0000000000001"],
        ["lambdasync offer url"] = ["lambdasync offer url offer-0000000000001"],
        ["lambdasync offer create"] = ["lambdasync offer create offer.json", "lambdasync offer create offer.json --wait 3600 --output json"],
        ["lambdasync offer draft"] = ["lambdasync offer draft offer.json"],
        ["lambdasync offer publish"] = ["lambdasync offer publish offer-0000000000001"],
        ["lambdasync offer expiry"] = ["lambdasync offer expiry offer-0000000000001 --until 2027-01-31", "lambdasync offer expiry offer-0000000000001 --until 2027-01-31 --agreement-duration P24M"],
        ["lambdasync offer cancel"] = ["lambdasync offer cancel offer-0000000000001 --yes"],
        ["lambdasync offer clone"] = ["lambdasync offer clone offer-0000000000001 --until 2027-01-31 --name \"New offer\""],
        ["lambdasync offer replace"] = ["lambdasync offer replace offer-0000000000001 cheaper.json --yes", "lambdasync offer replace offer-0000000000001 --until 2027-01-31 --name \"New name\" --yes"],
        ["lambdasync offer upload-eula"] = ["lambdasync offer upload-eula license.pdf --eula-bucket example-contracts/eula"],
        ["lambdasync offer-set list"] = ["lambdasync offer-set list", "lambdasync offer-set list --output csv"],
        ["lambdasync offer-set status"] = ["lambdasync offer-set status offerset-0000000000001"],
        ["lambdasync offer-set create"] = ["lambdasync offer-set create offer-set.json"],
        ["lambdasync resale list"] = ["lambdasync resale list", "lambdasync resale list --shared --output json"],
        ["lambdasync resale status"] = ["lambdasync resale status resaleauthz-0000000000001"],
        ["lambdasync resale create"] = ["lambdasync resale create authorization.json", "lambdasync resale create authorization.json --draft"],
        ["lambdasync resale restrict"] = ["lambdasync resale restrict resaleauthz-0000000000001 --yes"],
        ["lambdasync agreement list"] = ["lambdasync agreement list --status ACTIVE", "lambdasync agreement list --buyer 111122223333 --output csv"],
        ["lambdasync change-set list"] = ["lambdasync change-set list --days 120", "lambdasync change-set list --output csv"],
        ["lambdasync change-set cancel"] = ["lambdasync change-set cancel 2026-12-31-0123456789abcdef", "lambdasync change-set cancel cs-0000000000001"],
        ["lambdasync agreement invoices"] = ["lambdasync agreement invoices agmt-0000000000001"],
        ["lambdasync agreement requests"] = ["lambdasync agreement requests agmt-0000000000001 --output csv"],
        ["lambdasync agreement cancel"] = ["lambdasync agreement cancel agmt-0000000000001 --reason-code TEST_AGREEMENT --yes"],
        ["lambdasync agreement adjust"] = ["lambdasync agreement adjust agmt-0000000000001 adjustments.json --yes"],
        ["lambdasync agreement request-payment"] = ["lambdasync agreement request-payment agmt-0000000000001 --name \"Milestone 1\" --amount 2500.00 --yes"],
        ["lambdasync agreement withdraw"] = ["lambdasync agreement withdraw acr-0000000000001 --agreement agmt-0000000000001 --reason \"The buyer stays\""],
        ["lambdasync agreement show"] = ["lambdasync agreement show agmt-0000000000001"],
        ["lambdasync offer check"] = ["lambdasync offer check offer.json", "lambdasync offer check offer.json --change-set > change-set.json"],
        ["lambdasync payment-schedule make"] =
        [
            "lambdasync payment-schedule make --total 120000 --first 2027-02-01 --last 2027-12-31 --every 30 --days business",
            "lambdasync payment-schedule make --total 99999.99 --currency EUR --first 2027-02-01 --last 2028-12-31 --every 90 --remainder first --availability-end 2027-02-15 --agreement-duration P24M --output json",
        ],
        ["lambdasync payment-schedule check"] = ["lambdasync payment-schedule check schedule.json --total 120000 --availability-end 2027-02-15 --agreement-duration P12M"],
        ["lambdasync pause"] = ["lambdasync pause --reason \"CRM maintenance\"", "lambdasync pause --reason \"CRM maintenance\" --stack lambdasync"],
        ["lambdasync resume"] = ["lambdasync resume", "lambdasync resume --stack lambdasync"],
        ["lambdasync record clone"] = ["lambdasync record clone 0060000000001AAA", "lambdasync record clone O1000001 --stack lambdasync"],
        ["lambdasync log edit"] = ["lambdasync log edit rec-0123456789abcdef Customer.Account.WebsiteUrl=https://example.com", "lambdasync log edit in-0123456789abcdef/3 'Project.Title=A corrected title'"],
        ["lambdasync log replay"] = ["lambdasync log replay rec-0123456789abcdef", "lambdasync log replay --all-failed --days 7 --reason \"the mapping is corrected\" --yes"],
        ["lambdasync solution refresh"] = ["lambdasync solution refresh", "lambdasync solution refresh --stack lambdasync"],
        ["lambdasync file read"] = ["lambdasync file read opportunities.json", "lambdasync file read opportunities.json --output json | lambdasync map in"],
        ["lambdasync file write"] = ["lambdasync map out < records.jsonl | lambdasync file write --partner-id 1234567 --folder outbox", "lambdasync file write --partner-id 1234567 --batch-size 1 < records.jsonl"],
        ["lambdasync file results"] = ["lambdasync file results opportunity_11302026120000_result.json", "lambdasync file results results/*.json --output json"],
        ["lambdasync file pull"] = ["lambdasync file pull --stack lambdasync", "lambdasync file pull --archive opportunity --stack lambdasync"],
        ["lambdasync migrate check"] = ["lambdasync migrate check --stack lambdasync", "lambdasync migrate check --output json"],
        ["lambdasync migrate backfill"] = ["lambdasync migrate backfill --stack lambdasync --max-changes 50"],
        ["lambdasync map in"] = ["lambdasync file read opportunities.json | lambdasync map in --mapping mapping.json"],
        ["lambdasync map out"] = ["lambdasync file read opportunities.json | lambdasync map in | lambdasync map out --today 2026-01-31"],
        ["lambdasync mapping check"] = ["lambdasync mapping check", "lambdasync mapping check --mapping mapping.json --output json"],
        ["lambdasync mapping auto"] = ["lambdasync mapping auto --out mapping.json", "lambdasync mapping auto --mapping mapping.json"],
        ["lambdasync mapping publish"] = ["lambdasync mapping publish mapping.json", "lambdasync mapping publish mapping.json --stack lambdasync --allow-new-outbound"],
        ["lambdasync mapping schema"] = ["lambdasync mapping schema > mapping.schema.json"],
        ["lambdasync log list"] = ["lambdasync log list --days 7", "lambdasync log list --status Error --output json", "lambdasync log list --stack lambdasync --limit 1000"],
        ["lambdasync log show"] = ["lambdasync log show O1000001", "lambdasync log show 0060000000001AAA", "lambdasync log show in-0123456789abcdef --output csv"],
        ["lambdasync deadletter list"] = ["lambdasync deadletter list", "lambdasync deadletter list --stack lambdasync --output json"],
        ["lambdasync deadletter replay"] = ["lambdasync deadletter replay --all", "lambdasync deadletter replay landing/opportunities.json@0123456789abcdef"],
        ["lambdasync record refresh"] = ["lambdasync record refresh O1000001", "lambdasync record refresh 0060000000001AAA O1000002 --stack lambdasync"],
        ["lambdasync schedule list"] = ["lambdasync schedule list", "lambdasync schedule list --output json"],
        ["lambdasync schedule set"] = ["lambdasync schedule set sweep-opportunities --every 1h", "lambdasync schedule set sweep-opportunities --max-changes 500"],
        ["lambdasync schedule off"] = ["lambdasync schedule off sweep-invitations", "lambdasync schedule off --all"],
        ["lambdasync notification list"] = ["lambdasync notification list --days 7", "lambdasync notification list --from 2026-01-01 --to 2026-02-01"],
        ["lambdasync crm list"] = ["lambdasync crm list opportunity", "lambdasync crm list Account --limit 50 --output json"],
        ["lambdasync crm show"] = ["lambdasync crm show Opportunity O1000001"],
        ["lambdasync crm set"] = ["lambdasync crm set Opportunity O1000001 AWS_nextStep__c='Sign the contract'", "lambdasync crm set Opportunity O1000001 AWS_nextStep__c="],
        ["lambdasync crm describe"] = ["lambdasync crm describe --out crm.json", "lambdasync crm describe Opportunity Lead > crm.json"],
        ["lambdasync crm usage"] = ["lambdasync crm usage", "lambdasync crm usage --stack lambdasync --output json"],
        ["lambdasync crm import"] = ["lambdasync crm import Opportunity < opportunities.jsonl"],
        ["lambdasync completion"] = ["source <(lambdasync completion bash)", "lambdasync completion fish > ~/.config/fish/completions/lambdasync.fish"],
    };

    /// <summary>The command's examples; none for a noun, whose verbs have them.</summary>
    public static IReadOnlyList<string> Of(Command command) => ByCommand.GetValueOrDefault(PathOf(command), []);

    /// <summary><c>lambdasync log show</c>.</summary>
    public static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : command.Name;
}
