namespace LambdaSync.Fields;

/// <summary>Values of file fields that are no values of the API's lists and mean something of their own.</summary>
public static class FileValues
{
    /// <summary>In <c>partnerPrimaryNeedFromAws</c>, alone: involvement type <see cref="ForVisibilityOnly"/> and no needs.</summary>
    public const string NoSupportNeeded = "Do Not Need Support from AWS Sales Rep";

    /// <summary>The API's involvement type for an opportunity that AWS only sees.</summary>
    public const string ForVisibilityOnly = "For Visibility Only";

    /// <summary>The API's involvement type for an opportunity that AWS helps with.</summary>
    public const string CoSell = "Co-Sell";

    /// <summary>In <c>solutionOffered</c>: no solution of the partner's, but what <c>otherSolutionOffered</c> describes.</summary>
    public const string OtherSolution = "Other";

    /// <summary>In <c>postalCode</c>: AWS writes it for "none" into files of payload version 1.</summary>
    public const string PostalCodePlaceholder = "99999";
}
