namespace LambdaSync.PartnerCentral;

/// <summary>AWS answered a call with an error, or not at all.</summary>
/// <param name="Class">What the error says about the call.</param>
/// <param name="Errors">A ValidationException's ErrorList; without one, the error's own text.</param>
public sealed record AwsRefusal(RefusalClass Class, IReadOnlyList<(string Code, string? Message)> Errors)
{
    /// <summary>The error's own code: ValidationException, AccessDeniedException.</summary>
    public string Code { get; init; } = "";

    /// <summary>What AWS refused, which may be a call on the way, such as AssumeRole; empty: not known.</summary>
    public string Operation { get; init; } = "";

    /// <summary>Why, in one of the API's own words (<c>FAILED_KYC_COMPLIANCE</c>); empty: AWS gave none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What the call names does not exist, or these credentials can't see it.</summary>
    public bool IsNotFound => Code == "ResourceNotFoundException";
}

/// <summary>What a failed call says about its effect.</summary>
public enum RefusalClass
{
    /// <summary>Throttled, or no answer: the call may have taken effect, and the same bytes may succeed later.</summary>
    Transient,

    /// <summary>Credentials are missing, expired or not allowed: every call fails until an operator corrects them.</summary>
    Access,

    /// <summary>ConflictException: the record has changed since it was read, or the token was used for another body.</summary>
    Conflict,

    /// <summary>Another change has the entity, or too many are open: the same bytes are taken once it has ended.</summary>
    Busy,

    /// <summary>AWS refuses these very bytes.</summary>
    Permanent,
}
