using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace LambdaSync.Gates;

/// <summary>
/// What makes an opportunity weak for AWS's reviewers and sales teams, in the order in which they read: the problem, what happens next, what
/// has been done, who and how much, and the rest. AWS publishes no weights; the order is LambdaSync's.
/// </summary>
static partial class QualityAdvice
{
    // The file exchange asks for 50 characters where the API takes 20.
    const int MinProblem = 50;

    public static IEnumerable<Issue> Of(GateFacts facts, GateOpportunity opportunity)
    {
        return new[] { Problem(), NextSteps(), Activities(), Contact(), Website(), Spend(), Products(), Account(), Title() }.OfType<Issue>();

        Issue? Problem() => opportunity.Text("Project", "CustomerBusinessProblem") is not { } text ? null
            : IsPlaceholder(text) ? Advice("Project.CustomerBusinessProblem", "is a placeholder; reviewers ask for the customer's problem", "Say what problem the customer has and how your solution helps, in two or three sentences")
            : text.Trim().Length < MinProblem ? Advice("Project.CustomerBusinessProblem", "is very short; a few words rarely say what the customer's problem is", "Say what problem the customer has and how your solution helps, in two or three sentences")
            : null;

        Issue? NextSteps() => opportunity.Text("LifeCycle", "NextSteps") is not { } text
            ? Advice("LifeCycle.NextSteps", "is empty; AWS's sales team then does not know what happens next", "Enter the next step with its date and who does it")
            : IsPlaceholder(text) || !Date().IsMatch(text) ? Advice("LifeCycle.NextSteps", "names no date", "Add when the next step happens, such as 2026-03-15 workshop with the customer") : null;

        Issue? Activities() => opportunity.Json["Project"]?["SalesActivities"] is JsonArray { Count: 1 }
            ? Advice("Project.SalesActivities[]", "names one sales activity only; they drive AWS's assignment priority", "Choose every activity that has taken place") : null;

        Issue? Contact() => opportunity.Json["Customer"]?["Contacts"] is JsonArray contacts && contacts.OfType<JsonObject>().Any(c => GateOpportunity.Text(c["Email"]) is not null) ? null
            : Advice("Customer.Contacts[0].Email", "is empty; without a contact at the customer AWS can't join the conversation", "Enter a contact of the customer with name and e-mail");

        Issue? Website() => opportunity.Text("Customer", "Account", "WebsiteUrl") is { } site && TeamDomains(opportunity).Contains(Host(site))
            ? Advice("Customer.Account.WebsiteUrl", "is the website of your own company; AWS finds the customer's account by it", "Enter the customer's website") : null;

        Issue? Spend() => opportunity.Spend.Count == 0 || opportunity.Spend.Any(entry => GateOpportunity.Text(entry["EstimationUrl"]) is not null) ? null
            : Advice("Project.ExpectedCustomerSpend[0].EstimationUrl", "is empty; an estimate makes the expected spend credible", "Add the link to an estimate made with calculator.aws");

        Issue? Products() => opportunity.Related("AwsProducts").Count > 0 ? null
            : Advice("related:AwsProducts[]", "is empty; AWS's sales team then does not know which AWS products are part of the deal", "Choose the AWS products of the deal");

        Issue? Account() => opportunity.Text("Customer", "Account", "AwsAccountId") is not null ? null
            : Advice("Customer.Account.AwsAccountId", "is empty; with it AWS sees the customer's usage", "Enter the customer's 12-digit AWS account, if there is one");

        Issue? Title() => opportunity.Text("Project", "Title") is { } title && (IsPlaceholder(title) || string.Equals(title.Trim(), opportunity.Text("Customer", "Account", "CompanyName"), StringComparison.OrdinalIgnoreCase))
            ? Advice("Project.Title", "does not say what the project is", "Name the project, not only the customer") : null;

        Issue Advice(string path, string rule, string fix)
        {
            var name = GateFields.Name(facts.Mapping, path);
            return Issue.Warning(IssueCodes.Quality, name, null, $"{name} {rule}.", $"{fix}.");
        }
    }

    static HashSet<string> TeamDomains(GateOpportunity opportunity) =>
        [.. (opportunity.Json["OpportunityTeam"] as JsonArray ?? []).OfType<JsonObject>().Select(member => GateOpportunity.Text(member["Email"])).OfType<string>()
            .Select(email => email[(email.LastIndexOf('@') + 1)..].ToLowerInvariant())];

    static string Host(string site)
    {
        var host = site.Trim().ToLowerInvariant();
        host = host.Contains("://", StringComparison.Ordinal) ? host[(host.IndexOf("://", StringComparison.Ordinal) + 3)..] : host;
        host = host.Split('/', '?', '#', ':')[0];
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }

    // "TBD tbd TBD", "n/a", "test", "xxx", "...": words that stand for nothing, and nothing else.
    static bool IsPlaceholder(string text)
    {
        var words = Words().Matches(text.ToLowerInvariant()).Select(m => m.Value).ToList();
        return words.All(word => word is "tbd" or "tba" or "tbc" or "todo" or "n/a" or "na" or "none" or "test" or "xxx" or "placeholder" or "pending" or "unknown" || word.Distinct().Count() == 1);
    }

    [GeneratedRegex(@"[\p{L}\p{N}/]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    // 2026-03-15, 15.03., 3/15, 15 March, Q2, week 12.
    [GeneratedRegex(@"\d{4}-\d{2}|\d{1,2}[./]\d{1,2}|\b\d{1,2}(st|nd|rd|th)?\.? ?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d|\bq[1-4]\b|\b(week|cw|kw) ?\d", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Date();
}
