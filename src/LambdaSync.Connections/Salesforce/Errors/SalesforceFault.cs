namespace LambdaSync.Connections.Salesforce;

/// <summary>What an error of Salesforce means for the caller.</summary>
enum SalesforceFault
{
    /// <summary>A person has to change a setting, a permission or the secret; no retry helps.</summary>
    SetUp,

    /// <summary>The organization's calls of the last 24 hours are used up; usage falls hour by hour.</summary>
    DailyLimit,

    /// <summary>Too many long requests at once: seconds of back-off.</summary>
    Busy,

    /// <summary>The same request may succeed in a moment.</summary>
    Again,

    /// <summary>The same in smaller parts may succeed.</summary>
    Smaller,

    /// <summary>The row's values are refused: the row is held.</summary>
    Row,

    /// <summary>Only the named fields are refused: the row goes again without them.</summary>
    Field,

    /// <summary>The query names an object or field that the user does not see.</summary>
    Query,

    /// <summary>A duplicate rule asks a person which record is meant.</summary>
    Question,

    /// <summary>Another record has this unique value.</summary>
    Taken,

    /// <summary>Several records have this external id.</summary>
    Several,

    /// <summary>The record is deleted, merged, or was never there.</summary>
    Gone,

    /// <summary>The record has changed since it was read.</summary>
    Changed,

    /// <summary>Another row's or part's error ended this one too.</summary>
    NotThisRow,

    /// <summary>A query's next page is no longer there; the query starts again.</summary>
    PageLost,
}
