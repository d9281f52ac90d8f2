namespace LambdaSync.Marketplace;

/// <summary>A further seller account of AWS Marketplace, beside the one that is linked to Partner Central (row F1).</summary>
/// <param name="Id">Its 12 digits, from the role's ARN.</param>
/// <param name="Role">The ARN of the role there that all of its calls are made with.</param>
/// <param name="ExternalId">What the role's trust policy wants to be given.</param>
/// <param name="Documents">BUCKET or BUCKET/PREFIX for its license agreements; null: none is named.</param>
public sealed record SellerAccount(string Id, string Role, string ExternalId, string? Documents);

/// <summary>The seller accounts that LambdaSync works for.</summary>
/// <param name="Main">The account that is linked to Partner Central, whose calls need no role; null: not known, and there are no further ones.</param>
public sealed record SellerAccounts(string? Main, IReadOnlyList<SellerAccount> Further)
{
    const int ShortestExternalId = 2, LongestExternalId = 1224;

    /// <summary>The variables of the lists: each has one entry for each account, in the same order.</summary>
    public const string Roles = "LAMBDASYNC_SELLER_ROLES", ExternalIds = "LAMBDASYNC_SELLER_EXTERNAL_IDS", Buckets = "LAMBDASYNC_SELLER_BUCKETS";

    public static SellerAccounts None { get; } = new(null, []);

    /// <summary>The account of the id, or null: the main one, or none of them.</summary>
    public SellerAccount? Find(string? id) => Further.FirstOrDefault(account => account.Id == id);

    /// <summary>The further account that an account's id names; null: what is not one of them is the main account's.</summary>
    public string? FurtherOf(string? id) => Find(id)?.Id;

    /// <summary>Why calls can't be made as this account, or null: they can. Null stands for the main account.</summary>
    public Issue? Unknown(string? id) => id is null || id == Main || Find(id) is not null ? null : Issue.Error(
        IssueCodes.CommandInvalid, "account", id, "LambdaSync does not work for this seller account",
        $"use {(Main is null ? "" : $"{Main} (the main account), ")}{(Further.Count == 0 ? "or name the account's role" : $"{string.Join(", ", Further.Select(account => account.Id))}, or add the account's role")} in {Roles} (of a stack its parameter SellerRoles)");

    /// <summary>The id as requests store it: null for the main account, so that a request is the same whether or not its account is named.</summary>
    public string? Normal(string? id) => id == Main ? null : id;

    /// <param name="main">The account that is linked to Partner Central, or null.</param>
    /// <param name="roles">The lists as the variables have them: comma-separated.</param>
    /// <param name="wrong">Gets a sentence with the fix for each fault.</param>
    public static SellerAccounts Read(string? main, string? roles, string? externalIds, string? buckets, Action<string> wrong)
    {
        var (arns, ids, documents) = (List(roles), List(externalIds), List(buckets));
        if (arns.Count == 0 && ids.Count == 0 && documents.Count == 0)
            return new(main, []);
        if (ids.Count != arns.Count)
            wrong($"{ExternalIds} has {ids.Count} entries and {Roles} {arns.Count}. Fix: give each role its external id, in the same order.");
        if (documents.Count > 0 && documents.Count != arns.Count)
            wrong($"{Buckets} has {documents.Count} entries and {Roles} {arns.Count}. Fix: give each role its BUCKET or BUCKET/PREFIX, in the same order, or leave all of them out.");
        if (main is null)
            wrong($"{Roles} names further seller accounts and LAMBDASYNC_ACCOUNT is not set. Fix: set it to the account that is linked to Partner Central.");
        var accounts = new List<SellerAccount>();
        for (var i = 0; i < arns.Count; i++)
        {
            if (AccountOf(arns[i]) is not { } account)
                wrong($"{Roles} contains '{arns[i]}', which is no role's ARN. Fix: write arn:aws:iam::ACCOUNT:role/NAME.");
            else if (account == main)
                wrong($"{Roles} contains '{arns[i]}', a role of the main account {main}, which needs none. Fix: remove it.");
            else if (accounts.Exists(known => known.Id == account))
                wrong($"{Roles} names two roles of the account {account}. Fix: leave one of them.");
            else if (i < ids.Count && !IsExternalId(ids[i]))
                wrong($"{ExternalIds} contains an entry for {account} that is no external id. Fix: use {ShortestExternalId} to {LongestExternalId} letters, digits and +=.@:/_- (a comma separates entries).");
            else
                accounts.Add(new SellerAccount(account, arns[i], ids.ElementAtOrDefault(i) ?? "", documents.ElementAtOrDefault(i)));
        }

        return new(main, accounts);
    }

    static List<string> List(string? text) => [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    // arn:PARTITION:iam::ACCOUNT:role/PATH/NAME
    static string? AccountOf(string arn) =>
        arn.Split(':') is ["arn", { Length: > 0 }, "iam", "", var account, var resource] && AwsAccount.Is(account) && resource.StartsWith("role/", StringComparison.Ordinal) && resource.Length > "role/".Length ? account : null;

    // AWS STS API, AssumeRole: ExternalId.
    static bool IsExternalId(string text) => text.Length is >= ShortestExternalId and <= LongestExternalId && text.All(c => char.IsAsciiLetterOrDigit(c) || "+=.@:/_-".Contains(c, StringComparison.Ordinal));
}
