namespace LambdaSync.Connections.Aws;

/// <summary>How an AWS API puts an operation on the wire.</summary>
public enum AwsProtocol
{
    /// <summary>POST to <c>/</c>; the operation's name is in the <c>X-Amz-Target</c> header, all members in the body.</summary>
    Json10,

    /// <summary>The same with the content type of version 1.1.</summary>
    Json11,

    /// <summary>Method, path and query name the operation; the other members are in the body.</summary>
    RestJson,
}
