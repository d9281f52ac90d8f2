namespace LambdaSync.Simulator.AceExchange;

/// <summary>The bucket that both sides of the file exchange share.</summary>
public interface IAceBucket
{
    /// <summary>The keys under a prefix, in their order.</summary>
    IReadOnlyList<string> Keys(string prefix);

    /// <summary>An object's bytes, or null.</summary>
    byte[]? Read(string key);

    void Write(string key, byte[] content);

    void Delete(string key);
}
