namespace LambdaSync.Commands;

/// <summary>What a command may be at most.</summary>
public static class CommandLimits
{
    /// <summary>Bytes of the document. SQS took messages of this size when it took no larger ones, and every CRM can send it.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Records of one command. More are more commands.</summary>
    public const int MaxIds = 500;

    /// <summary>Characters of an id, of an argument's value, of the caller's id.</summary>
    public const int MaxText = 255;

    /// <summary>Characters of a document of AWS Marketplace.</summary>
    public const int MaxDocument = 128 * 1024;

    /// <summary>Characters of the reason.</summary>
    public const int MaxReason = 1000;

    /// <summary>Records up to which a person waits for the answer. Larger commands are done after single ones.</summary>
    public const int MaxAtOnce = 5;
}
