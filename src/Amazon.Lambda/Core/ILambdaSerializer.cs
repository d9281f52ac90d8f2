namespace Amazon.Lambda.Core;

/// <summary>Turns an event's JSON into what a handler takes, and back (docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html).</summary>
public interface ILambdaSerializer
{
    T Deserialize<T>(Stream requestStream);

    void Serialize<T>(T response, Stream responseStream);
}
