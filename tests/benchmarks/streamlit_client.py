"""A browser's part of the conversation with Streamlit, without a browser: choose, and wait for the end."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect


@dataclass
class Session:
    """One visitor of a page.

    Args:
        address: Address of the server.
        page: Name of the page in the address; empty for the first one.
        query: Choices in the address.
    """

    address: str
    page: str = ""
    query: str = ""
    boxes: dict[str, tuple[str, list[str]]] = field(default_factory=dict)  # label -> id, options
    received: int = 0  # bytes of the last run
    text: str = ""
    _socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        self._socket = await connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],
            origin=self.address,
            max_size=None,
            compression=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def run(self, choice: tuple[str, str] | None = None) -> float:
        """Run the page, with a choice (label of a list, option) made; return how long it took.

        Units: seconds.

        Raises:
            RuntimeError: The run failed, or ended without the foot of the page.
        """
        message = BackMsg()
        message.rerun_script.page_name = self.page
        message.rerun_script.query_string = self.query
        if choice is not None:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = self.boxes[choice[0]][0], choice[1]
        start = time.perf_counter()
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())
        await self._finished()
        return time.perf_counter() - start

    async def _finished(self) -> None:
        self.received, self.text = 0, ""
        assert self._socket is not None
        async for data in self._socket:
            self.received += len(data)
            message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    continue  # the next run takes its place
                if "xh-footer" not in self.text:
                    raise RuntimeError(self.text[-2000:])
                return
            self._take(message)
        raise RuntimeError("the server closed the connection")

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        if kind != "delta":
            return
        element = message.delta.new_element
        if element.WhichOneof("type") == "html":
            self.text += element.html.body
        if element.WhichOneof("type") == "selectbox":
            box = element.selectbox
            self.boxes[box.label] = (box.id, list(box.options))
