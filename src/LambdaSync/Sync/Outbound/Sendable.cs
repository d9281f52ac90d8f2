using System.Text.Json.Nodes;

namespace LambdaSync.Sync.Outbound;

/// <summary>A request made from some of a record's edits.</summary>
/// <param name="Opportunity">The opportunity once AWS has taken it.</param>
/// <param name="Body">The request, exactly.</param>
/// <param name="Issues">What mapping and checking it found.</param>
sealed record OutboundRequest(JsonObject Opportunity, byte[] Body, IReadOnlyList<Issue> Issues)
{
    /// <summary>What keeps the request from being sent. A closed field keeps AWS's value, so it does not.</summary>
    public IEnumerable<Issue> Errors => Issues.Where(issue => issue.Severity == Severity.Error && issue.Code != IssueCodes.ClosedField);
}

/// <summary>The part of a record's edits that can be sent: a field whose value AWS would refuse is held alone, and its neighbors go.</summary>
/// <param name="Request">The request without the held fields.</param>
/// <param name="Held">The CRM fields that are not in it.</param>
/// <param name="Issues">Why they are not, and what else is worth knowing of the request.</param>
sealed record Sendable(OutboundRequest Request, IReadOnlySet<string> Held, IReadOnlyList<Issue> Issues)
{
    /// <summary>Nothing keeps the request from being sent.</summary>
    public bool IsWhole => !Request.Errors.Any();

    /// <param name="fields">The CRM fields that may be held.</param>
    /// <param name="request">Makes the request without some of them.</param>
    /// <param name="counts">Errors for which a field may be held.</param>
    public static Sendable Of(IEnumerable<string> fields, Func<IReadOnlySet<string>, OutboundRequest> request, Func<Issue, bool> counts)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        var whole = request(held);
        var (now, left) = (whole, whole.Errors.Count(counts));
        // One value may be wrong because of another: what matters is whether the request is better without it. Each round holds at least one.
        for (var isBetter = true; left > 0 && isBetter;)
        {
            isBetter = false;
            foreach (var field in fields.Where(field => !held.Contains(field)))
            {
                var without = request(new HashSet<string>(held, StringComparer.Ordinal) { field });
                var errors = without.Errors.Count(counts);
                if (errors >= left)
                    continue;
                (now, left, isBetter) = (without, errors, true);
                held.Add(field);
                if (left == 0)
                    break;
            }
        }

        return new Sendable(now, held, [.. whole.Errors, .. now.Issues.Except(whole.Errors)]);
    }
}
